using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>An export as JSON: <c>{version, exportDate, peers[]}</c>, each peer as its record without its secret.</summary>
internal static class PeerExportJson
{
    public const int DefaultMaxSize = 16 * 1024 * 1024;

    private const string LeftOut = "leftOut";

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
        var told = export.Told.ToLookup(address => address.PeerId, StringComparer.Ordinal);
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("version", export.Version);
            writer.WriteNumber("exportDate", export.ExportDate.ToUnixTimeMilliseconds());
            writer.WriteStartArray("peers");
            foreach (var peer in export.Peers)
            {
                var entry = PeerMapping.ToDocument(new()
                {
                    Peer = peer.WithoutCredentials(),
                    Envelope = export.SealedSecrets.GetValueOrDefault(peer.PeerId),
                    Credentials = (export.SealedCredentials.GetValueOrDefault(peer.PeerId) ?? ValueMap<string>.None)
                        .ToDictionary(each => each.Key, each => new SealedCredential(each.Value, Revision: 0), StringComparer.Ordinal),
                    Presence = export.Presence.GetValueOrDefault(peer.PeerId),
                    Addresses = ToldAddress.Histories(told[peer.PeerId]),
                });
                entry.Evidence = export.Evidence.GetValueOrDefault(peer.PeerId);
                entry.SecretLeftOut = leftOut.Contains(peer.PeerId);
                ForgetServersSetAside(entry);
                JsonSerializer.Serialize(writer, entry, PeerJsonContext.Stored.PeerDocument);
            }

            writer.WriteEndArray();
            if (export.LeftOut.Count > 0)
            {
                writer.WritePropertyName(LeftOut);
                JsonSerializer.Serialize(writer, export.LeftOut.ToArray(), PeerJsonContext.Stored.StringArray);
            }

            if (export.Protection is { } protection)
            {
                writer.WritePropertyName(BackupContent.Protection);
                JsonSerializer.Serialize(writer, protection, BackupProtectionJsonContext.Stored.BackupProtection);
            }

            writer.WriteEndObject();
        }

        return buffer;
    }

    /// <exception cref="ImportFormatException">It is no export, or one of a newer version.</exception>
    public static PeerExport Read(string json, int maxSize)
    {
        if (json.Length > maxSize)
            throw new ImportFormatException($"An export must have at most {maxSize} characters (had {json.Length}).");
        return Read(ToUtf8(json));
    }

    /// <inheritdoc cref="Read(string, int)"/>
    public static PeerExport Read(Memory<byte> utf8)
    {
        using var document = ReadDocument(utf8);
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("peers", out var entries) || entries.ValueKind != JsonValueKind.Array)
            throw new ImportFormatException("An export must be a JSON object with an array 'peers' (was another JSON).");
        if (entries.GetArrayLength() > PeerLimits.PeersPerExport)
            throw new ImportFormatException(
                $"An export must have at most {PeerLimits.PeersPerExport} peers (had {entries.GetArrayLength()}).");

        var version = ReadVersion(root);
        List<PeerData> peers = [];
        List<ImportFailure> unreadable = [];
        List<string> leftOut = [];
        var presence = new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        var credentials = new Dictionary<string, ValueMap<string>>(StringComparer.Ordinal);
        var evidence = new Dictionary<string, PeerEvidence>(StringComparer.Ordinal);
        List<ToldAddress> told = [];
        foreach (var (entry, index) in entries.EnumerateArray().Select((entry, index) => (entry, index)))
        {
            if (ReadPeer(entry, index, unreadable) is not var (stored, written))
                continue;
            var peerId = stored.Peer.PeerId;
            peers.Add(stored.Peer);
            if (PresenceState.TryParse(stored.Presence) is not null)
                presence[peerId] = stored.Presence!;
            if (stored.Envelope is not null)
                secrets[peerId] = stored.Envelope;
            if (stored.Credentials.Count > 0)
                credentials[peerId] = ValueMap<string>.Of(
                    stored.Credentials.ToDictionary(each => each.Key, each => each.Value.Envelope, StringComparer.Ordinal));
            if (written.Evidence is not null)
                evidence[peerId] = written.Evidence;
            foreach (var (line, history) in stored.Addresses.Where(address => address.Value.IsHearsay))
                told.Add(new(peerId, line, history.IntroducedBy!));
            if (written.SecretLeftOut)
                leftOut.Add(peerId);
        }

        var protection = ReadProtection(root);
        if (protection is null && secrets.Values.Concat(credentials.Values.SelectMany(each => each.Values))
            .Any(envelope => envelope.StartsWith(SealedText.Prefix, StringComparison.Ordinal)))
            throw new ImportFormatException("The export holds sealed secrets, and what protects them is missing.");
        return new()
        {
            IsOfStore = true,
            Version = version,
            ExportDate = ReadDate(root),
            Peers = peers,
            LeftOut = ReadLeftOut(root),
            SecretsLeftOut = leftOut,
            Presence = presence,
            Evidence = evidence,
            Told = told,
            SealedSecrets = protection is null ? new Dictionary<string, string>() : secrets,
            SealedCredentials = protection is null ? ValueMap<ValueMap<string>>.None : credentials,
            Protection = protection,
            Unreadable = unreadable,
        };
    }

    /// <summary>What the seal of an export is over.</summary>
    public static byte[] Content(string json)
    {
        using var document = ReadDocument(ToUtf8(json));
        return BackupContent.Canonical(document.RootElement);
    }

    private static BackupProtection? ReadProtection(JsonElement root)
    {
        if (!root.TryGetProperty(BackupContent.Protection, out var element))
            return null;
        try
        {
            if (element.Deserialize(BackupProtectionJsonContext.Stored.BackupProtection) is { Key: not null, Seal: not null } protection)
                return protection with { Content = BackupContent.Of(root, protection.Seal) };
        }
        catch (JsonException)
        {
        }

        throw new ImportFormatException("The protection of the export is damaged.");
    }

    /// <summary>What could not be read of servers may hold their credentials.</summary>
    private static void ForgetServersSetAside(PeerDocument entry)
    {
        LenientRecord.Forget(entry.Unknown, "iceServers");
        foreach (var server in entry.IceServers ?? [])
            LenientRecord.Forget(server?.Unknown, "credential");
    }

    private static (StoredPeer Peer, PeerDocument Document)? ReadPeer(JsonElement entry, int index, List<ImportFailure> unreadable)
    {
        string? peerId = null;
        try
        {
            var document = PeerJson.Document(entry);
            peerId = document.PeerId;
            var stored = PeerMapping.FromDocument(document);
            PeerLimitCheck.CheckImported(stored.Peer, isOfStore: true);
            return (stored, document);
        }
        catch (ArgumentException e)
        {
            unreadable.Add(new(index, peerId, e.Message));
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            unreadable.Add(new(index, peerId, "It is no peer: it lacks a valid id, or a field has another type."));
        }

        return null;
    }

    private static byte[] ToUtf8(string json) => Encoding.UTF8.GetBytes(json.TrimStart(ByteOrderMark));

    private static JsonDocument ReadDocument(Memory<byte> utf8)
    {
        LoneSurrogates.ReplaceIn(utf8.Span);
        try
        {
            new JsonBudget(utf8.Length).Spend(utf8.Span, MaxDepth);
            return JsonDocument.Parse(utf8, new() { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            // The parser's own message may quote the text, which holds addresses.
            throw new ImportFormatException("The export is no JSON.");
        }
    }

    private static IReadOnlyList<string> ReadLeftOut(JsonElement root) =>
        root.TryGetProperty(LeftOut, out var ids) && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)]
            : [];

    private static string ReadVersion(JsonElement root)
    {
        if (!root.TryGetProperty("version", out var version))
            return SchemaVersion.Current;
        if (version.ValueKind != JsonValueKind.String || version.GetString() is not { } text || !SchemaVersion.IsSupported(text))
            throw new ImportFormatException($"The export must be of version {SchemaVersion.Current} or earlier (was of another version).");
        return text;
    }

    private static DateTimeOffset ReadDate(JsonElement root) =>
        root.TryGetProperty("exportDate", out var date) && date.ValueKind == JsonValueKind.Number
            ? date.Deserialize(PeerJsonContext.Stored.DateTimeOffset)
            : default;
}
