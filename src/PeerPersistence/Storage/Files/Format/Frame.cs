namespace PeerPersistence;

/// <summary>The bytes of one commit, complete but for its place in the file.</summary>
internal sealed class Frame
{
    /// <summary>The longest payload: 1 GiB.</summary>
    public const int MaxPayloadLength = 1 << 30;

    private readonly byte[] _bytes;
    private readonly uint _payloadChecksum;

    private Frame(byte[] bytes, KeyChange[] changes)
    {
        (_bytes, Changes) = (bytes, changes);
        _payloadChecksum = Crc32C.Compute(bytes.AsSpan(FrameHeader.Length));
    }

    public int Length => _bytes.Length;

    /// <summary>What it sets and removes, values located from the frame's first byte.</summary>
    public KeyChange[] Changes { get; }

    /// <summary>Where in the file it stands, once it was written.</summary>
    public long Offset { get; private set; }

    /// <exception cref="ArgumentException">The entries are too many or too large for one frame.</exception>
    public static Frame Encode(IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>?>> entries, string paramName)
    {
        var payloadLength = entries.Sum(entry => EntryCodec.Measure(entry.Key, entry.Value?.Length));
        if (payloadLength > MaxPayloadLength)
            throw new ArgumentException($"The batch has {payloadLength} bytes; at most {MaxPayloadLength} fit into one commit.", paramName);

        var bytes = new byte[FrameHeader.Length + payloadLength];
        var changes = new KeyChange[entries.Count];
        var (position, count) = (FrameHeader.Length, 0);
        foreach (var (key, value) in entries)
        {
            position += EntryCodec.Write(bytes.AsSpan(position), key, value);
            changes[count++] = new(key, value is { } v ? new(position - v.Length, v.Length, Crc32C.Compute(v.Span)) : null);
        }

        return new(bytes, changes);
    }

    /// <summary>Copies the frame to the place where it will stand in the file.</summary>
    public void Place(Span<byte> destination, long offset, uint salt, long sequence)
    {
        Offset = offset;
        _bytes.CopyTo(destination);
        new FrameHeader(salt, sequence, Length - FrameHeader.Length, _payloadChecksum).Encode(destination);
    }
}
