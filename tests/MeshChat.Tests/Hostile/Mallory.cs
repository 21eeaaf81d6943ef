using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MeshChat.Tests.Hostile;

/// <summary>A neighbour that was let in, speaks the protocol over a socket of its own, and says whatever it likes.</summary>
internal sealed class Mallory(PeerIdentity self) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TcpClient _socket = new();
    private SslStream? _stream;
    private Task _draining = Task.CompletedTask;

    public PeerIdentity Self => self;

    /// <param name="code">An invitation.</param>
    /// <param name="address">The address on its card.</param>
    public static Task<Mallory> JoinAsync(string code, string address = "127.0.0.1:9")
    {
        var invitation = Invitation.Parse(code)!;
        return ConnectAsync(invitation.Address, TestIdentities.New(), address, invitation.Token);
    }

    /// <summary>Calls a peer that knows the caller by hearsay.</summary>
    public static Task<Mallory> CallAsync(PeerCard host, PeerIdentity self, string address) =>
        ConnectAsync(IPEndPoint.Parse(host.Addresses[0]), self, address, token: null);

    private static async Task<Mallory> ConnectAsync(IPEndPoint host, PeerIdentity self, string address, string? token)
    {
        var mallory = new Mallory(self);
        await mallory._socket.ConnectAsync(host);
        mallory._stream = new(mallory._socket.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        await mallory._stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "MeshChat", ClientCertificateContext = self.Tls, AllowTlsResume = false,
        });
        await mallory.SayAsync(new Hello(mallory.Card(address), Guid.NewGuid(), token, null, "half"));
        (await Frames.ReadAsync(mallory._stream, WireLimits.Frame, default)).Should().BeOfType<Welcome>();
        mallory._draining = mallory.DrainAsync();
        return mallory;
    }

    public PeerCard Card(string address, int later = 0) =>
        PeerCard.Issue(self, "mallory", [address], TimeProvider.System.GetUtcNow().AddSeconds(later));

    /// <summary>Says a message, sound or not.</summary>
    public Task SayAsync(WireMessage message) => Frames.WriteAsync(_stream!, message, default);

    /// <summary>Says a frame that need not be JSON.</summary>
    public Task SayAsync(string json) => SayAsync(Encoding.UTF8.GetBytes(json));

    public async Task SayAsync(byte[] content)
    {
        var frame = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        content.CopyTo(frame, 4);
        await _stream!.WriteAsync(frame);
    }

    /// <summary>Says a true line of its own.</summary>
    public async Task SayLineAsync(string text)
    {
        var line = new ChatLine(Guid.NewGuid(), self.Id, text, []);
        await SayAsync(line with { Signature = self.Sign(line.SignedText()) });
    }

    /// <summary>Waits until the other side has ended the link.</summary>
    public Task ExpectEndAsync() => _draining.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _draining;
        if (_stream is not null)
            await _stream.DisposeAsync();
    }

    /// <summary>Reads, so that nobody's queue for it runs full.</summary>
    private async Task DrainAsync()
    {
        try
        {
            while (await _stream!.ReadAsync(new byte[4096]) > 0)
            {
            }
        }
        catch (Exception e) when (LinkFailure.Is(e))
        {
            // The end as well.
        }
    }
}
