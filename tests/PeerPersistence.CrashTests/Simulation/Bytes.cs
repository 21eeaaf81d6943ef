namespace PeerPersistence.CrashTests.Simulation;

/// <summary>The content of a file that grows.</summary>
internal sealed class Bytes
{
    private byte[] _bytes;

    public Bytes(byte[]? content = null) => (_bytes, Length) = (content ?? [], content?.Length ?? 0);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        if (source.Length == 0)
            return;
        var end = checked((int)offset + source.Length);
        if (end > Length)
            SetLength(end);
        source.CopyTo(_bytes.AsSpan((int)offset));
    }

    public void SetLength(long length)
    {
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Max(length, _bytes.Length * 2L));
        if (length < Length)
            _bytes.AsSpan((int)length, Length - (int)length).Clear();
        Length = (int)length;
    }

    public Bytes Clone() => new(Span.ToArray());
}
