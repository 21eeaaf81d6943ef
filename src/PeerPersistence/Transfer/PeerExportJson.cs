using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>An export as JSON: <c>{version, exportDate, peers[]}</c>, each peer as its record without its secret.</summary>
internal static class PeerExportJson
{
    public const int DefaultMaxSize = 16 * 1024 * 1024;

    public const string LeftOut = "leftOut";

    /// <summary>Some editors leave it at the beginning.</summary>
    public const char ByteOrderMark = '\uFEFF';

    /// <summary>A record's 64 levels, within an array within an object.</summary>
    public const int MaxDepth = 64 + 2;

    public static string Write(PeerExport export)
    {
        using var utf8 = WriteUtf8(export);
        return Encoding.UTF8.GetString(utf8.GetBuffer(), 0, (int)utf8.Length);
    }

    public static MemoryStream WriteUtf8(PeerExport export)
    {
        var leftOut = export.SecretsLeftOut.ToHashSet(StringComparer.Ordinal);
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("version", export.Version);
            writer.WriteNumber("exportDate", export.ExportDate.ToUnixTimeMilliseconds());
            writer.WriteStartArray("peers");
            foreach (var peer in export.Peers)
            {
                var extras = export.ExtrasOf(peer.PeerId);
                var entry = new StoredPeer
                {
                    Peer = WithoutSecretsSetAside(peer.WithoutCredentials()),
                    Envelope = extras.Envelope,
                    Credentials = extras.Credentials.ToDictionary(
                        each => each.Key, each => new SealedCredential(each.Value, Revision: 0), StringComparer.Ordinal),
                    Presence = extras.Presence,
                    Addresses = extras.Told,
                };
                using var record = JsonDocument.Parse(
                    PeerDocumentWriter.Write(entry, extras.Evidence, isSecretLeftOut: leftOut.Contains(peer.PeerId)));
                record.RootElement.WriteTo(writer); // With the spaces that its writer wants.
            }

            writer.WriteEndArray();
            if (export.LeftOut.Count > 0)
            {
                writer.WriteStartArray(LeftOut);
                foreach (var peerId in export.LeftOut)
                    writer.WriteStringValue(peerId);
                writer.WriteEndArray();
            }

            if (export.Protection is { } protection)
            {
                writer.WriteStartObject(BackupContent.Protection);
                writer.WriteString("key", protection.Key);
                writer.WriteString("seal", protection.Seal);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer;
    }

    /// <summary>What could not be read may hold a secret or a credential.</summary>
    private static PeerData WithoutSecretsSetAside(PeerData peer) => peer with
    {
        Unknown = LenientRecord.Without(LenientRecord.Without(peer.Unknown, "iceServers"), LenientRecord.SharedSecret),
        IceServers = [.. peer.IceServers.Select(server => server with { Unknown = LenientRecord.Without(server.Unknown, "credential") })],
    };
}
