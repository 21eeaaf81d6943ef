using System.Buffers;

namespace PeerPersistence;

/// <summary>Collects bytes in an array that is lent and given back empty, since it may have held a secret.</summary>
/// <remarks>All of it is emptied: who gave up may have written more than he said.</remarks>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public byte[] ToArray() => Written.ToArray();

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _length < Math.Max(1, sizeHint))
            Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        (_bytes, _length) = ([], 0);
    }

    private void Grow(int sizeHint)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(_length + Math.Max(_length, sizeHint)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        var length = _length;
        Dispose();
        (_bytes, _length) = (larger, length);
    }
}
