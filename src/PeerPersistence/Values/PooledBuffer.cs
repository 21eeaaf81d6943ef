using System.Buffers;

namespace PeerPersistence;

/// <summary>Collects bytes in arrays that are lent and given back empty, since they may have held a secret.</summary>
/// <remarks>
/// All of them are emptied: who gave up may have written more than he said. What is long goes to array after array, for one that grows
/// is held twice while it does.
/// </remarks>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    /// <summary>What is longer is lent by nobody: it would be kept, and rounded up to twice its length.</summary>
    private const int LongestLent = 64 * 1024;

    private List<ArraySegment<byte>>? _before;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public byte[] ToArray()
    {
        var all = new byte[(_before?.Sum(part => part.Count) ?? 0) + _length];
        var rest = all.AsSpan();
        foreach (var part in _before ?? [])
        {
            part.AsSpan().CopyTo(rest);
            rest = rest[part.Count..];
        }

        _bytes.AsSpan(0, _length).CopyTo(rest);
        return all;
    }

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
        if (_before is null)
            GiveBack(_bytes);
        else
            DisposeAll(_before);
        (_before, _bytes, _length) = (null, [], 0);
    }

    private void Reserve(int sizeHint)
    {
        if (_bytes.Length - _length < Math.Max(1, sizeHint))
            Grow(sizeHint);
    }

    private void Grow(int sizeHint)
    {
        var (bytes, twice) = (_bytes, checked(_length + Math.Max(_length, sizeHint)));
        if (_before is null && twice <= LongestLent)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(twice);
            bytes.AsSpan(0, _length).CopyTo(_bytes);
            GiveBack(bytes);
            return;
        }

        (_before ??= []).Add(new(bytes, 0, _length));
        (_bytes, _length) = (new byte[Math.Max(LongestLent, sizeHint)], 0);
    }

    private void DisposeAll(List<ArraySegment<byte>> before)
    {
        GiveBack(before[0].Array!);
        foreach (var part in before.Skip(1))
            part.Array.AsSpan().Clear();
        _bytes.AsSpan().Clear();
    }

    private static void GiveBack(byte[] bytes) => ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
}
