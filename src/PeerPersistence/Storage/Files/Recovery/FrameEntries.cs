namespace PeerPersistence;

/// <summary>What a whole frame sets and removes, read one by one: all at once may take forty times the room of the file.</summary>
/// <remarks>Valid until the next frame is read.</remarks>
/// <param name="payload">The frame's, which is sound.</param>
/// <param name="start">Where it lies in the file.</param>
/// <param name="ofOnly">See <see cref="EntryCodec.Checksum"/>.</param>
internal readonly ref struct FrameEntries(ReadOnlySpan<byte> payload, long start, uint? ofOnly)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly long _start = start;
    private readonly uint? _ofOnly = ofOnly;

    /// <param name="position">Where to go on; 0: at the beginning.</param>
    /// <param name="change">What is set or removed, located in the file.</param>
    public bool TryNext(ref int position, out KeyChange change)
    {
        change = default;
        if (position >= _payload.Length)
            return false;
        change = EntryCodec.Read(_payload, ref position, _ofOnly);
        change = change with { Location = change.Location?.MovedBy(_start) };
        return true;
    }
}
