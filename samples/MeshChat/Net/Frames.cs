using System.Buffers.Binary;
using System.Text.Json;

namespace MeshChat;

/// <summary>Messages on a stream: four bytes of length, big-endian, then so many bytes of JSON.</summary>
internal static class Frames
{
    private const int HeaderBytes = 4;

    public static async Task WriteAsync(Stream stream, WireMessage message, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default.WireMessage);
        var frame = new byte[HeaderBytes + json.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, json.Length);
        json.CopyTo(frame, HeaderBytes);
        await stream.WriteAsync(frame, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <returns><c>null</c>: the stream ended where a frame ended.</returns>
    /// <exception cref="ProtocolException">The frame is longer than <paramref name="limit"/>, cut off, or no sound message.</exception>
    public static async Task<WireMessage?> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        switch (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken))
        {
            case 0:
                return null;
            case < HeaderBytes:
                throw new ProtocolException("The stream ended within a frame.");
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length <= 0 || length > limit)
            throw new ProtocolException("A frame is empty or too long.");
        var json = new byte[length];
        if (await stream.ReadAtLeastAsync(json, length, throwOnEndOfStream: false, cancellationToken) < length)
            throw new ProtocolException("The stream ended within a frame.");
        return Parse(json);
    }

    private static WireMessage Parse(byte[] json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, WireJson.Default.WireMessage) is { } message && message.IsSound())
                return message;
        }
        catch (Exception)
        {
            // Whatever it is, the sender's text is the cause: nothing else is at work here. Said below, without that text.
        }

        throw new ProtocolException("A frame holds no sound message.");
    }
}
