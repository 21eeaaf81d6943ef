namespace PeerPersistence;

/// <summary>
/// Writes into a record that its peer was heard from, by far the most frequent change: all else stays as it stands, byte for byte, and
/// little is made of it.
/// </summary>
internal static class RecordTouch
{
    private static ReadOnlySpan<byte> EvidenceName => "\"evidence\":"u8;

    /// <param name="utf8">The record.</param>
    /// <param name="peerId">Whose it is.</param>
    /// <param name="touch">Gets what <see cref="PeerJson.TryReadForSummary"/> reads; changes when the peer was seen, its evidence and its
    /// presence, and nothing else.</param>
    /// <returns>What a summary needs of the record as it is now; <c>null</c>: read the whole and write it, as there is something odd in it,
    /// or one of the three fields stands elsewhere than we write it.</returns>
    public static (StoredPeer Peer, byte[] Record)? TryApply(ReadOnlySpan<byte> utf8, string peerId, Func<StoredPeer, StoredPeer> touch)
    {
        if (PeerJson.TryReadPart(utf8, peerId, out var document) is not { } before)
            return null;
        // What is absent is taken from when the peer was last seen, see PeerMapping, and must not change with it.
        if (document is not { FirstSeen: not null, ConnectionQuality.LastMeasured: not null })
            return null;
        var (lastSeen, presence, evidence) = document.Places;
        var isFirst = presence.IsNowhere; // It comes before the evidence.
        if (isFirst && evidence.Start >= EvidenceName.Length && utf8[..evidence.Start].EndsWith(EvidenceName))
            presence = new(evidence.Start - EvidenceName.Length, evidence.Start - EvidenceName.Length);
        if (lastSeen.IsNowhere || presence.Start < lastSeen.End || evidence.Start < presence.End)
            return null;

        var after = touch(before);
        using var writer = new RecordWriter();
        writer.Copy(utf8[..lastSeen.Start]);
        writer.WriteNumber(after.Peer.LastSeen.ToUnixTimeMilliseconds());
        writer.Copy(utf8[lastSeen.End..presence.Start]);
        if (isFirst)
            writer.WriteName("presence"u8);
        writer.WriteString(after.Presence);
        if (isFirst)
            writer.Copy(","u8);
        writer.Copy(utf8[presence.End..evidence.Start]);
        EvidenceJson.Write(writer, after.Evidence);
        writer.Copy(utf8[evidence.End..]);
        return (after, writer.ToArray());
    }
}
