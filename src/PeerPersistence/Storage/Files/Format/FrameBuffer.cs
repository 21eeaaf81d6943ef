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
    /// <returns>Where the value stands.</returns>
    public int Add(string key, ValueLocation? value, LogFile? from)
    {
        var length = value?.Length ?? 0;
        Reserve(FrameHeader.Length + EntryCodec.Measure(key, value?.Length) + 1);
        var position = OpenLength == 0 ? Length + FrameHeader.Length : Length;
        position += EntryCodec.WriteKey(_bytes.AsSpan(position), key, value?.Length);
        if (value is { } location)
            from!.Read(location, _bytes.AsSpan(position, length));
        Length = position + length;
        return position;
    }

    /// <param name="first">The header of the first frame, as far as the log knows it.</param>
    public void CloseFrame(FrameHeader first)
    {
        if (OpenLength == 0)
            return;
        var payload = _bytes.AsSpan(_frame, OpenLength)[FrameHeader.Length..];
        var header = first with
        {
            Sequence = first.Sequence + _frames,
            PayloadLength = payload.Length,
            PayloadChecksum = Crc32C.Compute(payload),
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
