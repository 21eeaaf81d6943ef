// A chat that stays connected. In two terminals, with the same secret (export PEERCHAT_SECRET="something that only friends know"):
//   dotnet run -- alice 4001
//   dotnet run -- bob 4002 alice=127.0.0.1:4001
// The arguments are your name, the port to listen at, and friends that you know. Kill one and start it again: it remembers, and comes back.
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PeerPersistence;

if (args is not [var me, var number, .. var friends]
    || !ushort.TryParse(number, out var port)
    || Environment.GetEnvironmentVariable("PEERCHAT_SECRET") is not { Length: > 0 } secret)
{
    Console.Error.WriteLine("Set PEERCHAT_SECRET to what only friends know. Then: dotnet run -- NAME PORT [FRIEND=ADDRESS:PORT ...]");
    return 2;
}

try
{
    // The store remembers the friends, their addresses, and when they are there. It is one file.
    await using var peers = await PeerPersistenceService.OpenAsync(me + ".db");
    await using var chat = new Chat(me, port, secret, peers);
    await chat.RunAsync(friends);
    return 0;
}
catch (StoreLockedException)
{
    Console.Error.WriteLine($"{me} is running already, in another terminal.");
}
catch (SocketException e)
{
    Console.Error.WriteLine($"Cannot listen at port {port}: {e.Message}");
}

return 1;

/// <summary>Calls friends, is called by them, and says to all of them what is typed.</summary>
internal sealed class Chat : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly string _me;
    private readonly IPEndPoint _here;
    private readonly byte[] _secret;
    private readonly IPeerPersistenceService _peers;
    private readonly ConnectionKeeper _keeper;
    private readonly TcpListener _listener;
    private readonly X509Certificate2 _certificate = OwnCertificate();

    public Chat(string me, int port, string secret, IPeerPersistenceService peers)
    {
        (_me, _secret, _peers) = (me, Encoding.UTF8.GetBytes(secret), peers);

        // Other computers reach you at another address than 127.0.0.1: listen at IPAddress.Any, and tell them yours.
        _here = new(IPAddress.Loopback, port);
        _listener = new(_here);

        // The keeper decides whom to call and when. It calls lost friends again, and records what came of it.
        _keeper = new(peers, CallAsync, new() { LocalPeerId = me, Interval = Silence });
    }

    public async Task RunAsync(string[] friends)
    {
        await RememberAsync(friends);
        _listener.Start();
        _ = ListenAsync();
        _ = ShowAsync();
        _keeper.Start();

        // A cut network ends no connection. An empty line now and then says that we are still there.
        using var ping = TimeProvider.System.CreateTimer(_ => Say(""), null, Silence / 3, Silence / 3);
        while (await Console.In.ReadLineAsync() is { } line)
            Say(line);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _keeper.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>Stores friends who are new. Of the others more is known than their first address.</summary>
    private async Task RememberAsync(string[] friends)
    {
        var known = await _peers.GetAllPeerIdsAsync();
        foreach (var friend in friends.Select(friend => friend.Split('=')))
        {
            if (friend is [var id, var address] && !known.Contains(id))
                await _peers.StorePeerAsync(new() { PeerId = id, CachedCandidates = [new(address)] });
        }
    }

    /// <summary>Shows who is here, whenever that changes.</summary>
    private async Task ShowAsync()
    {
        var shown = "";
        await foreach (var state in _keeper.WatchAsync())
        {
            var friends = state.Connections.Select(friend => friend.PeerId + (friend.IsConnected ? " is here" : " is called"));
            var line = "* " + string.Join(", ", friends.DefaultIfEmpty("alone"));
            if (line != shown)
                Console.WriteLine(shown = line);
        }
    }

    private void Say(string line)
    {
        foreach (var friend in _keeper.State.Connections)
            _ = (_keeper.Find(friend.PeerId) as ChatLink)?.SayAsync(line);
    }

    private async Task<IPeerConnection> CallAsync(PeerData peer, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPEndPoint.Parse(peer.CachedCandidates[0].Candidate), cancellationToken);

            // Any certificate will do: the greeting proves that its owner knows the secret.
            var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(new() { TargetHost = peer.PeerId }, cancellationToken);
            return await GreetAsync(client, tls, tls.RemoteCertificate!, peer.PeerId, cancellationToken);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task ListenAsync()
    {
        while (true)
            _ = LetInAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task LetInAsync(TcpClient client)
    {
        try
        {
            var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(_certificate).WaitAsync(Silence);
            var link = await GreetAsync(client, tls, _certificate, called: null, CancellationToken.None);
            _keeper.Accept(link.PeerId, link);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Each side answers the other's fresh greeting with the secret.</summary>
    /// <remarks>The answer covers the certificate that both see, so nobody can stand between them.</remarks>
    /// <exception cref="IOException">The other side does not know the secret, or is not the peer that was called.</exception>
    private async Task<ChatLink> GreetAsync(
        TcpClient client, SslStream tls, X509Certificate seen, string? called, CancellationToken cancellationToken)
    {
        var (reader, writer) = (new StreamReader(tls), new StreamWriter(tls) { AutoFlush = true });
        var ours = $"{_me} {_here} {Guid.NewGuid()}";
        await writer.WriteLineAsync(ours);
        var theirs = await HearAsync();
        await writer.WriteLineAsync(Proof(ours, theirs, seen));
        var knowsTheSecret = await HearAsync() == Proof(theirs, ours, seen);
        if (!knowsTheSecret || theirs?.Split(' ') is not [var id, var address, _] || id == _me || id != (called ?? id))
            throw new IOException("The other side must be the peer that was called, and know the secret.");

        // A friend who moved is called there from now on.
        await _peers.StorePeerAsync(new() { PeerId = id, CachedCandidates = [new(address)] }, cancellationToken);
        return new(id, client, TextWriter.Synchronized(writer), TalkAsync(id, client, reader));

        Task<string?> HearAsync() => reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Silence, cancellationToken);
    }

    private string Proof(string? from, string? to, X509Certificate seen)
    {
        var text = from + to + seen.GetCertHashString(HashAlgorithmName.SHA256);
        return Convert.ToHexString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Shows what a friend says, until the friend says no more.</summary>
    private static async Task<Departure> TalkAsync(string peerId, TcpClient client, StreamReader reader)
    {
        using var _ = client;
        while (await reader.ReadLineAsync().WaitAsync(Silence) is { } line)
        {
            if (line.Length > 0)
                Console.WriteLine($"{peerId}: {line}");
        }

        return Departure.Remote;
    }

    private static X509Certificate2 OwnCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=peerchat", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        return new(made.Export(X509ContentType.Pkcs12)); // Windows takes no key for TLS that was never in a store.
    }
}

/// <summary>A connection to a friend, as the keeper holds it.</summary>
internal sealed record ChatLink(string PeerId, TcpClient Client, TextWriter Writer, Task<Departure> Ended) : IPeerConnection
{
    public async Task SayAsync(string line) => await Writer.WriteLineAsync(line);

    // Says no more. What the friend has said is still heard.
    public async ValueTask DisposeAsync() => await Task.Run(() => Client.Client.Shutdown(SocketShutdown.Send));
}
