namespace PeerPersistence;

/// <summary>Looks at a file piece by piece, mostly forwards, without reading each piece anew.</summary>
internal sealed class FileWindow(IFile file)
{
    // Small enough to stay off the large object heap, whoever opens thousands of files.
    private const int PreferredLength = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(PreferredLength, file.Length)];
    private long _start;
    private int _length;

    public long Length { get; } = file.Length;

    /// <summary>
    /// Up to <paramref name="count"/> bytes from <paramref name="offset"/> on, fewer at the end of the file; valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> At(long offset, int count)
    {
        count = (int)Math.Min(count, Math.Max(0, Length - offset));
        if (offset < _start || offset + count > _start + _length)
            Load(offset, count);
        return _buffer.AsSpan((int)(offset - _start), count);
    }

    /// <summary>As <see cref="At"/>, as much as comes at once.</summary>
    public ReadOnlySpan<byte> From(long offset) => At(offset, PreferredLength / 4);

    private void Load(long offset, int count)
    {
        if (_buffer.Length < count)
            _buffer = new byte[count];
        _start = offset;
        _length = file.Read(offset, _buffer);
        if (_length < count)
            throw new EndOfStreamException("The store's file became shorter while it was read.");
    }
}
