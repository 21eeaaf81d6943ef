namespace PeerPersistence;

/// <summary>Reads whole frames, and finds the next one after damage.</summary>
internal sealed class FrameScanner(FileWindow window, uint? salt)
{
    // Frames that were written lie behind one another, so damaged ones never have more bytes than the file. Frames that claim the same
    // bytes again and again were made up, and must not cost a reading each.
    private const int MostReadings = 4;
    private const int SmallPayload = 4 * 1024;

    // Commits that may be missing although the file has no room for them.
    private const long MostMissing = 1 << 20;

    private int _lastPart;

    /// <summary>What the files' header says, or else the first frame.</summary>
    public uint? Salt { get; private set; } = salt;

    /// <summary>The number of the commit of the last frame accepted, and its part: an older one is no successor, however whole.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Bytes of payloads that were read and belong to no whole frame.</summary>
    public long ReadInVain { get; private set; }

    /// <summary>Reads the frame at <paramref name="offset"/>; <c>false</c> if there is none that is whole.</summary>
    /// <param name="offset">Its first byte.</param>
    /// <param name="header">Its header.</param>
    /// <param name="entries">What it sets and removes; valid until the next call.</param>
    public bool TryRead(long offset, out FrameHeader header, out FrameEntries entries)
    {
        entries = default;
        if (!TryReadHeader(offset, out header) || header.FrameLength > window.Length - offset)
            return false;
        if (header.PayloadLength > SmallPayload && ReadInVain > MostReadings * window.Length)
            return false;
        var start = offset + FrameHeader.LengthOf(header.Version);
        ReadInVain += header.PayloadLength;
        var payload = window.At(start, header.PayloadLength + FrameHeader.EndLengthOf(header.Version));
        if (header.Version > 1 && payload[^1] != FrameHeader.End)
            return false;
        payload = payload[..header.PayloadLength];
        if (EntryCodec.Checksum(payload, out var ofOnly) != header.PayloadChecksum || !EntryCodec.IsSound(payload))
            return false;
        ReadInVain -= header.PayloadLength;
        entries = new(payload, start, ofOnly);
        return true;
    }

    public void Accept(FrameHeader header) => (Salt, LastSequence, _lastPart) = (header.Salt, header.Sequence, header.Part);

    /// <summary>The next whole frame behind <paramref name="offset"/> or at it, -1 if there is none.</summary>
    /// <param name="offset">Where to begin.</param>
    /// <param name="cancellationToken">Stops between two candidates.</param>
    public long FindNext(long offset, CancellationToken cancellationToken)
    {
        if (TryRead(offset, out _, out _))
            return offset;

        // A whole header with a damaged payload still tells where the next frame begins.
        if (TryReadHeader(offset, out var damaged) && TryRead(offset + damaged.FrameLength, out _, out _))
            return offset + damaged.FrameLength;
        for (; (offset = FindMark(offset)) >= 0; offset++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryRead(offset, out _, out _))
                return offset;
        }

        return -1;
    }

    /// <summary>The highest number from <paramref name="offset"/> to the end of the file, as far as headers tell.</summary>
    public long LastSequenceFrom(long offset, CancellationToken cancellationToken)
    {
        var last = HasBegun(offset) ? LastSequence + 1 : LastSequence;
        for (; (offset = FindMark(offset)) >= 0; offset++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryReadHeader(offset, out var header))
                last = Math.Max(last, header.Sequence);
        }

        return last;
    }

    /// <summary>What stands there is the beginning of a frame that the data ends before.</summary>
    public bool IsCutOff(long offset, long dataEnd)
    {
        if (TryReadHeader(offset, out var header))
            return offset + header.FrameLength > dataEnd;
        var start = window.At(offset, (int)Math.Min(dataEnd - offset, FrameHeader.Length));
        return start.Length < FrameHeader.Length
                    && start[..Math.Min(start.Length, FrameHeader.Mark.Length)].SequenceEqual(
                        FrameHeader.Mark[..Math.Min(start.Length, FrameHeader.Mark.Length)]);
    }

    /// <summary>Where a frame began to be written, damaged or not, there are more than stray bytes.</summary>
    private bool HasBegun(long offset)
    {
        var found = 0;
        foreach (var one in window.At(offset, FrameHeader.Length))
            found += one == 0 ? 0 : 1;
        return found > FrameHeader.Mark.Length;
    }

    private bool TryReadHeader(long offset, out FrameHeader header) =>
        FrameHeader.TryDecode(window.At(offset, FrameHeader.Length), out header)
        && header.Salt == (Salt ?? header.Salt)
        && header.Sequence - LastSequence <= window.Length / FrameHeader.ShortestLength + MostMissing
        && (header.Sequence > LastSequence || (header.Sequence == LastSequence && header.Part > _lastPart));

    private long FindMark(long offset)
    {
        var mark = FrameHeader.Mark;
        while (offset <= window.Length - mark.Length)
        {
            var bytes = window.From(offset);
            var index = bytes.IndexOf(mark);
            if (index >= 0)
                return offset + index;
            offset += bytes.Length - mark.Length + 1;
        }

        return -1;
    }
}
