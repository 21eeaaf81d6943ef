using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>A peer's record as UTF-8 JSON.</summary>
internal static class PeerJson
{
    /// <summary>Writes a record.</summary>
    /// <exception cref="ArgumentException">It cannot be written, because of its metadata, or it is too large.</exception>
    public static byte[] Write(StoredPeer peer, string? parameter = "peer")
    {
        byte[] utf8;
        try
        {
            utf8 = JsonSerializer.SerializeToUtf8Bytes(PeerMapping.ToDocument(peer), PeerJsonContext.Stored.PeerDocument);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"Metadata of peer '{peer.Peer.PeerId}' must be JSON of at most 64 levels (was none, or nested more deeply).", parameter);
        }

        return utf8.Length - (peer.Envelope?.Length ?? 0) <= PeerLimits.RecordBytes
            ? utf8
            : throw new ArgumentException($"The record of peer '{peer.Peer.PeerId}' must have at most {PeerLimits.RecordBytes} bytes (had {utf8.Length - (peer.Envelope?.Length ?? 0)}).", parameter);
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="PeerDataCorruptedException">It is not the record of <paramref name="peerId"/>.</exception>
    public static StoredPeer Read(ReadOnlySpan<byte> utf8, string peerId)
    {
        StoredPeer stored;
        try
        {
            var document = JsonSerializer.Deserialize(LoneSurrogates.Replace(utf8), PeerJsonContext.Stored.PeerDocument);
            stored = PeerMapping.FromDocument(document ?? throw new JsonException("It is null."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The serializer's own message may quote the record, which holds addresses.
            throw new PeerDataCorruptedException(peerId, "it is no JSON of a peer.");
        }

        return stored.Peer.PeerId == peerId
            ? stored
            : throw new PeerDataCorruptedException(peerId, "it names another peer.");
    }

    /// <summary>Reads a record, or says <c>false</c> where it is damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, string peerId, [NotNullWhen(true)] out StoredPeer? stored)
    {
        try
        {
            stored = Read(utf8, peerId);
            return true;
        }
        catch (PeerDataCorruptedException)
        {
            stored = null;
            return false;
        }
    }
}
