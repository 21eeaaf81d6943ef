using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MeshChat;

/// <summary>A TLS connection on which both sides have shown a certificate. No authority vouches for them: the key is what counts.</summary>
internal sealed class SecureChannel : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _stream;

    private SecureChannel(Socket socket, SslStream stream)
    {
        (_socket, _stream) = (socket, stream);
        RemoteKey = KeyOf(stream.RemoteCertificate) ?? throw new AuthenticationException("The other side shows no key.");
        RemoteAddress = (IPEndPoint)socket.RemoteEndPoint!;
    }

    public PublicKey RemoteKey { get; }

    public IPEndPoint RemoteAddress { get; }

    /// <summary>Calls a peer.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="self">Who calls.</param>
    /// <param name="expectedId">Whose key has to answer; on anyone else the caller hangs up before a word is said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthenticationException">Someone else answers.</exception>
    public static async Task<SecureChannel> ConnectAsync(
        IPEndPoint address, PeerIdentity self, string expectedId, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "MeshChat",
            ClientCertificateContext = self.Tls,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => KeyOf(certificate)?.Id == expectedId,
        };
        return await OpenAsync(socket, async () =>
        {
            await socket.ConnectAsync(address, cancellationToken);
            var stream = StreamOf(socket);
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return stream;
        });
    }

    /// <summary>Answers a caller, whoever it is: <see cref="RemoteKey"/> tells.</summary>
    public static async Task<SecureChannel> AcceptAsync(Socket socket, PeerIdentity self, CancellationToken cancellationToken)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = self.Tls,
            ClientCertificateRequired = true,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => KeyOf(certificate) is not null,
        };
        return await OpenAsync(socket, async () =>
        {
            var stream = StreamOf(socket);
            await stream.AuthenticateAsServerAsync(options, cancellationToken);
            return stream;
        });
    }

    public Task SendAsync(WireMessage message, CancellationToken cancellationToken) =>
        Frames.WriteAsync(_stream, message, cancellationToken);

    /// <returns><c>null</c>: the other side has said all it had to say.</returns>
    public Task<WireMessage?> ReceiveAsync(int limit, CancellationToken cancellationToken) =>
        Frames.ReadAsync(_stream, limit, cancellationToken);

    /// <summary>Says that nothing more will be sent; what the other side still sends can be received.</summary>
    public async Task EndSendingAsync()
    {
        await _stream.ShutdownAsync();
        _socket.Shutdown(SocketShutdown.Send);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static SslStream StreamOf(Socket socket)
    {
        // Lines are short and should not wait for more.
        socket.NoDelay = true;
        return new(new NetworkStream(socket, ownsSocket: true));
    }

    private static async Task<SecureChannel> OpenAsync(Socket socket, Func<Task<SslStream>> authenticate)
    {
        try
        {
            return new(socket, await authenticate());
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static PublicKey? KeyOf(X509Certificate? certificate) =>
        certificate is X509Certificate2 { } shown ? PublicKey.Of(shown) : null;
}
