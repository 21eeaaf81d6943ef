using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PeerPersistence.Browser.Tests.Support;

/// <summary>Tells whoever asks from which address it was asked: a binding request of RFC 8489, and no more.</summary>
internal sealed class StunServer : IDisposable
{
    private const ushort Request = 0x0001, Success = 0x0101, XorMappedAddress = 0x0020;
    private const uint Cookie = 0x2112A442;
    private const int HeaderLength = 20;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private int _answered;

    public StunServer() => _ = ServeAsync();

    public string Url => $"stun:{_socket.Client.LocalEndPoint}";

    public int Answered => _answered;

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var asked = await _socket.ReceiveAsync();
                if (asked.Buffer.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(asked.Buffer) != Request)
                    continue;
                await _socket.SendAsync(Answer(asked.Buffer, asked.RemoteEndPoint), asked.RemoteEndPoint);
                Interlocked.Increment(ref _answered);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    /// <summary>The header with the transaction of the question, then the address, masked: some routers rewrite addresses in clear.</summary>
    private static byte[] Answer(byte[] request, IPEndPoint from)
    {
        var answer = new byte[HeaderLength + 12];
        request.AsSpan(4, 16).CopyTo(answer.AsSpan(4));
        BinaryPrimitives.WriteUInt16BigEndian(answer, Success);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), 12);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(20), XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(22), 8);
        answer[25] = 1; // IPv4
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(26), (ushort)(from.Port ^ (Cookie >> 16)));
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(28), BinaryPrimitives.ReadUInt32BigEndian(from.Address.GetAddressBytes()) ^ Cookie);
        return answer;
    }
}
