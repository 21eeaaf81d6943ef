using System.Buffers;

namespace PeerPersistence;

/// <summary>
/// Frames of a log in the making, each a commit of its own, as they will stand in it. A value is read straight to its place.
/// </summary>
internal sealed class FrameBuffer
{
    private const int Smallest = 16 * 1024;
    private const int LargestPooled = 1024 * 1024;

    private byte[] _bytes = [];
    private int _frame;
    private int _frames;

    /// <summary>Bytes of all frames.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the open frame, 0 if there is none.</summary>
    public int OpenLength => Length - _frame;

    /// <summary>Adds a key to the open frame, or opens one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Where its value lies; <c>null</c>: it is removed.</param>
    /// <param name="from">In which file that is.</param>
    /// <param name="position">Where the value stands.</param>
    /// <returns><c>false</c>: the value is damaged, and nothing was added.</returns>
    public bool TryAdd(string key, ValueLocation? value, LogFile? from, out int position)
    {
        var isWhole = Write(key, value, from, out position);
        if (isWhole)
            Length = position + (value?.Length ?? 0);
        return isWhole;
    }

    /// <summary>Adds a key whose value is damaged, in a frame of its own, which whoever reads it takes for damaged, too.</summary>
    /// <param name="first">The header of the first frame, as far as the log knows it.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Where its value lies.</param>
    /// <param name="from">In which file that is.</param>
    /// <returns>Where the value stands.</returns>
    public int AddDamaged(FrameHeader first, string key, ValueLocation value, LogFile from)
    {
        CloseFrame(first);
        var isWhole = Write(key, value, from, out var position);
        Length = position + value.Length;
        CloseFrame(first, isWhole);
        return position;
    }

    /// <param name="first">The header of the first frame, as far as the log knows it.</param>
    /// <param name="isWhole">Whether its values are those that were written.</param>
    public void CloseFrame(FrameHeader first, bool isWhole = true)
    {
        if (OpenLength == 0)
            return;
        var payload = _bytes.AsSpan(_frame, OpenLength)[FrameHeader.Length..];
        var checksum = Crc32C.Compute(payload);
        var header = first with
        {
            Sequence = first.Sequence + _frames,
            PayloadLength = payload.Length,
            PayloadChecksum = isWhole ? checksum : ~checksum,
        };
        header.Encode(_bytes.AsSpan(_frame));
        _bytes[Length++] = FrameHeader.End;
        _frame = Length;
        _frames++;
    }

    /// <summary>Appends all frames, and begins anew.</summary>
    public void AppendTo(LogFile log)
    {
        CloseFrame(log.NextHeader);
        if (_frames == 0)
            return;
        log.Append(_bytes.AsSpan(0, Length), _frames);
        Return(_bytes);
        (_bytes, _frame, _frames, Length) = ([], 0, 0, 0);
    }

    private bool Write(string key, ValueLocation? value, LogFile? from, out int position)
    {
        Reserve(FrameHeader.Length + EntryCodec.Measure(key, value?.Length) + 1);
        position = OpenLength == 0 ? Length + FrameHeader.Length : Length;
        position += EntryCodec.WriteKey(_bytes.AsSpan(position), key, value?.Length);
        return value is not { } location || from!.TryRead(location, _bytes.AsSpan(position, location.Length));
    }

    private void Reserve(long more)
    {
        if (Length + more <= _bytes.Length)
            return;
        var larger = checked((int)Math.Max(Length + more, Math.Max(Smallest, Math.Min(2L * _bytes.Length, LargestPooled))));
        var bytes = larger <= LargestPooled ? ArrayPool<byte>.Shared.Rent(larger) : new byte[larger];
        _bytes.AsSpan(0, Length).CopyTo(bytes);
        Return(_bytes);
        _bytes = bytes;
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= LargestPooled)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
