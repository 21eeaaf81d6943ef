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

    private readonly List<Part> _parts = new(1);
    private readonly Entry[] _entries;
    private readonly KeyChange[] _changes;

    // What stands before the values. They themselves are copied once, to the file: nobody changes what a batch holds.
    private readonly byte[] _heads;

    private CommitFrames(int payloadLength, int valueBytes, int changes) => (PayloadLength, _heads, _entries, _changes) =
        (payloadLength, new byte[payloadLength - valueBytes], new Entry[changes], new KeyChange[changes]);

    public int PayloadLength { get; }

    public int Parts => _parts.Count;

    public IEnumerable<string> Keys => _changes.Select(change => change.Key);

    /// <summary>What it sets and removes, located in the file where it was placed last.</summary>
    public ReadOnlySpan<KeyChange> Changes => _changes;

    /// <param name="entries">Keys with what they are set to; <c>null</c> removes.</param>
    /// <param name="isWhole">Whether it is one frame in any case.</param>
    /// <param name="paramName">Whose fault it is when they are too many.</param>
    /// <exception cref="ArgumentException">The entries are too many or too large for one commit.</exception>
    public static CommitFrames Encode(
        Dictionary<string, ReadOnlyMemory<byte>?> entries, bool isWhole, string paramName)
    {
        var (length, values) = (0L, 0L);
        foreach (var (key, value) in entries)
        {
            length += EntryCodec.Measure(key, value?.Length);
            values += value?.Length ?? 0;
        }

        if (length > MaxPayloadLength)
            throw new ArgumentException($"A batch must have at most {MaxPayloadLength} bytes (had {length}).", paramName);

        var frames = new CommitFrames((int)length, (int)values, entries.Count);
        frames.Fill(
            entries,
            isWhole || length <= WholeLength ? int.MaxValue : Math.Max(FullPartLength, (int)(length / (FrameHeader.MaxParts / 2))));
        return frames;
    }

    /// <summary>How long it is in a file of that version.</summary>
    public int LengthIn(uint version) =>
        checked(PayloadLength + (version == 1 ? 1 : _parts.Count) * (FrameHeader.LengthOf(version) + FrameHeader.EndLengthOf(version)));

    /// <summary>Copies the frames to the place where they will stand in the file.</summary>
    /// <param name="destination">At least as long as it is in that version.</param>
    /// <param name="offset">Where they will stand.</param>
    /// <param name="header">What their headers have in common.</param>
    public void Place(Span<byte> destination, long offset, FrameHeader header)
    {
        var (position, head, next, number) = (0, 0, 0, 0);
        var layout = Layout(header.Version);
        foreach (var part in layout)
        {
            var (start, payload) = (position, position + FrameHeader.LengthOf(header.Version));
            position = payload;
            for (; next < part.Changes; next++)
            {
                var entry = _entries[next];
                _heads.AsSpan(head..entry.HeadEnd).CopyTo(destination[position..]);
                position += entry.HeadEnd - head;
                head = entry.HeadEnd;
                if (_changes[next].Location is { } location)
                    _changes[next] = _changes[next] with { Location = location with { Offset = offset + position } };
                entry.Value.Span.CopyTo(destination[position..]);
                position += entry.Value.Length;
            }

            var one = header with
            {
                PayloadLength = position - payload,
                PayloadChecksum = part.Checksum,
                Part = number++,
                Parts = layout.Count,
            };
            one.Encode(destination[start..]);
            if (FrameHeader.EndLengthOf(header.Version) > 0)
                destination[position++] = FrameHeader.End;
        }
    }

    private void Fill(Dictionary<string, ReadOnlyMemory<byte>?> entries, int fullPart)
    {
        var (head, count, length, checksum) = (0, 0, 0, 0u);
        foreach (var (key, value) in entries)
        {
            var (start, bytes) = (head, value ?? default);
            head += EntryCodec.WriteKey(_heads.AsSpan(head), key, value?.Length);
            _entries[count] = new(bytes, head);
            checksum = Crc32C.Extend(checksum, _heads.AsSpan(start..head), out _);
            checksum = Crc32C.Extend(checksum, bytes.Span, out var ofValue);
            _changes[count++] = new(key, value is null ? null : new(0, bytes.Length, ofValue));
            length += head - start + bytes.Length;
            if (length < fullPart && count < entries.Count)
                continue;
            _parts.Add(new(count, checksum));
            (length, checksum) = (0, 0);
        }
    }

    /// <summary>In version 1 a commit is one frame.</summary>
    private List<Part> Layout(uint version)
    {
        if (version > 1 || _parts.Count == 1)
            return _parts;
        var (head, checksum) = (0, 0u);
        foreach (var entry in _entries)
        {
            checksum = Crc32C.Extend(checksum, _heads.AsSpan(head..entry.HeadEnd), out _);
            checksum = Crc32C.Extend(checksum, entry.Value.Span, out _);
            head = entry.HeadEnd;
        }

        return [new(_entries.Length, checksum)];
    }

    /// <summary>A value, empty where there is none, and where that which stands before it ends.</summary>
    private readonly record struct Entry(ReadOnlyMemory<byte> Value, int HeadEnd);

    /// <summary>Where a part ends among the changes, and the CRC32C of its payload.</summary>
    private readonly record struct Part(int Changes, uint Checksum);
}
