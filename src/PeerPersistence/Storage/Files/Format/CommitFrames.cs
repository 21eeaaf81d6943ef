namespace PeerPersistence;

/// <summary>The frames of one commit, complete but for their place in the file.</summary>
/// <remarks>
/// A large commit is several frames: after a crash it is there with all of them or not at all, but bytes that rot later cost the records
/// around them and no others.
/// </remarks>
internal sealed class CommitFrames
{
    /// <summary>The most that one commit holds: 1 GiB.</summary>
    public const int MaxPayloadLength = 1 << 30;

    // Large records get a frame each, so that damage to one costs one. Small ones share, so that headers cost little.
    public const int FullPartLength = 512;

    /// <summary>Up to here a commit is one frame.</summary>
    public const int WholeLength = 4096;

    private readonly byte[] _payload;
    private readonly List<Part> _parts = [];
    private readonly KeyChange[] _changes;
    private long _offset;
    private uint _version;

    private CommitFrames(int payloadLength, int changes) => (_payload, _changes) = (new byte[payloadLength], new KeyChange[changes]);

    public int PayloadLength => _payload.Length;

    public int Parts => _parts.Count;

    public IEnumerable<string> Keys => _changes.Select(change => change.Key);

    /// <summary>What it sets and removes, located in the file where it was placed last.</summary>
    public IEnumerable<KeyChange> Changes
    {
        get
        {
            var (headers, first) = (0, 0);
            foreach (var part in Layout(_version))
            {
                headers += FrameHeader.LengthOf(_version);
                for (; first < part.Changes; first++)
                    yield return _changes[first] with { Location = _changes[first].Location?.MovedBy(_offset + headers) };
                headers += FrameHeader.EndLengthOf(_version);
            }
        }
    }

    /// <param name="entries">Keys with what they are set to; <c>null</c> removes.</param>
    /// <param name="isWhole">Whether it is one frame in any case.</param>
    /// <param name="paramName">Whose fault it is when they are too many.</param>
    /// <exception cref="ArgumentException">The entries are too many or too large for one commit.</exception>
    public static CommitFrames Encode(
        IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>?>> entries, bool isWhole, string paramName)
    {
        var length = entries.Sum(entry => EntryCodec.Measure(entry.Key, entry.Value?.Length));
        if (length > MaxPayloadLength)
            throw new ArgumentException($"A batch must have at most {MaxPayloadLength} bytes (had {length}).", paramName);

        var frames = new CommitFrames((int)length, entries.Count);
        frames.Fill(
            entries,
            isWhole || length <= WholeLength ? int.MaxValue : Math.Max(FullPartLength, (int)(length / (FrameHeader.MaxParts / 2))));
        return frames;
    }

    /// <summary>How long it is in a file of that version.</summary>
    public int LengthIn(uint version) =>
        checked(_payload.Length + (version == 1 ? 1 : _parts.Count) * (FrameHeader.LengthOf(version) + FrameHeader.EndLengthOf(version)));

    /// <summary>Copies the frames to the place where they will stand in the file.</summary>
    /// <param name="destination">At least as long as it is in that version.</param>
    /// <param name="offset">Where they will stand.</param>
    /// <param name="header">What their headers have in common.</param>
    public void Place(Span<byte> destination, long offset, FrameHeader header)
    {
        (_offset, _version) = (offset, header.Version);
        var (position, start, number) = (0, 0, 0);
        var layout = Layout(_version);
        foreach (var part in layout)
        {
            var payload = _payload.AsSpan(start, part.End - start);
            var one = header with
            {
                PayloadLength = payload.Length,
                PayloadChecksum = part.Checksum,
                Part = number++,
                Parts = layout.Count,
            };
            one.Encode(destination[position..]);
            position += FrameHeader.LengthOf(_version);
            payload.CopyTo(destination[position..]);
            position += payload.Length;
            if (FrameHeader.EndLengthOf(_version) > 0)
                destination[position++] = FrameHeader.End;
            start = part.End;
        }
    }

    private void Fill(IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>?>> entries, int fullPart)
    {
        var (position, count, start) = (0, 0, 0);
        foreach (var (key, value) in entries)
        {
            position += EntryCodec.Write(_payload.AsSpan(position), key, value);
            _changes[count++] = new(key, value is { } v ? new(position - v.Length, v.Length, Crc32C.Compute(v.Span)) : null);
            if (position - start < fullPart && count < entries.Count)
                continue;
            _parts.Add(new(position, count, Crc32C.Compute(_payload.AsSpan(start, position - start))));
            start = position;
        }
    }

    /// <summary>In version 1 a commit is one frame.</summary>
    private List<Part> Layout(uint version) => version == 1 ? [new(_payload.Length, _changes.Length, Crc32C.Compute(_payload))] : _parts;

    /// <summary>Where a part ends, in the payload and among the changes, and the CRC32C of its payload.</summary>
    private readonly record struct Part(int End, int Changes, uint Checksum);
}
