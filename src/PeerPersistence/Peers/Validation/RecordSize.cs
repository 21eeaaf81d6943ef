using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Tells of nearly every peer that its record is small, without writing it.</summary>
internal static class RecordSize
{
    /// <summary>A character is written as six at most: <c>\u001f</c>.</summary>
    private const int Escape = 6;

    /// <summary>More than the names of all fields of one object take, and its numbers.</summary>
    private const int OfAnObject = 1024;

    /// <summary>What is no longer is not nested deeper than can be written.</summary>
    private const int Shallow = 64;

    /// <summary>A longer text is looked at character by character.</summary>
    private const int Long = 16 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns><c>false</c>: it may be larger, or cannot be written; write it to see.</returns>
    public static bool IsSurelyAtMost(PeerData peer, int limit)
    {
        try
        {
            return Estimate(peer) is { } size && size <= limit;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false; // Half a surrogate pair, or metadata that is no JSON.
        }
    }

    /// <returns><c>null</c>: there is something in it of which only writing tells.</returns>
    private static long? Estimate(PeerData peer)
    {
        if (peer.Unknown is not null || peer.ConnectionQuality.Unknown is not null)
            return null;
        var size = OfAnObject + Of(peer.PeerId) + Of(peer.UserId) + Of(peer.DisplayName) + Of(peer.PublicKey) + Of(peer.LastKnownIP);
        for (var i = 0; i < peer.IceServers.Count; i++)
        {
            var server = peer.IceServers[i];
            if (server.Unknown is not null)
                return null;
            size += OfAnObject + Of(server.Username) + Of(server.Credential);
            for (var url = 0; url < server.Urls.Count; url++)
                size += Of(server.Urls[url]);
        }

        for (var i = 0; i < peer.CachedCandidates.Count; i++)
        {
            var candidate = peer.CachedCandidates[i];
            if (candidate.Unknown is not null)
                return null;
            size += OfAnObject + Of(candidate.Candidate) + Of(candidate.SdpMid) + Of(candidate.UsernameFragment);
        }

        foreach (var (name, value) in peer.Metadata)
        {
            var json = value.GetRawText();
            if (json.Length > Shallow && value.ValueKind is (JsonValueKind.Object or JsonValueKind.Array))
                return null;
            size += OfAnObject + Of(name) + Of(json);
        }

        return size;
    }

    private static long Of(string? text)
    {
        if (text is null)
            return 0;
        var bytes = s_strict.GetByteCount(text);
        return bytes <= Long ? Escape * bytes : OfLong(text);
    }

    /// <summary>Writing one of megabytes to see would take as much again.</summary>
    private static long OfLong(string text)
    {
        var size = 0L;
        foreach (var each in text)
        {
            size += char.IsSurrogate(each) || PeerDocumentWriter.Options.Encoder!.WillEncode(each) ? Escape
                : each < 0x80 ? 1
                : each < 0x800 ? 2 : 3;
        }

        return size;
    }
}
