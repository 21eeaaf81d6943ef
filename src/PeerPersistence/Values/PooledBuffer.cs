using System.Buffers;

namespace PeerPersistence;

/// <summary>Collects bytes in an array that is lent and given back empty, since it may have held a secret.</summary>
/// <remarks>All of it is emptied: who gave up may have written more than he said.</remarks>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    /// <summary>What is longer is lent by nobody: it would be kept, and rounded up to twice its length.</summary>
    private const int LongestLent = 1024 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public byte[] ToArray() => Written.ToArray();

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        if (_bytes.Length <= LongestLent)
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        else
            Array.Clear(_bytes, 0, _bytes.Length);
        (_bytes, _length) = ([], 0);
    }

    private void Reserve(int sizeHint)
    {
        if (_bytes.Length - _length < Math.Max(1, sizeHint))
            Grow(sizeHint);
    }

    private void Grow(int sizeHint)
    {
        var twice = checked(_length + Math.Max(_length, sizeHint));
        var larger = twice <= LongestLent
            ? ArrayPool<byte>.Shared.Rent(twice)
            : new byte[_length + Math.Max(Math.Max(LongestLent, _length / 4), sizeHint)];
        _bytes.AsSpan(0, _length).CopyTo(larger);
        var length = _length;
        Dispose();
        (_bytes, _length) = (larger, length);
    }
}
