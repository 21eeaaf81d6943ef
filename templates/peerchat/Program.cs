// A chat that stays connected. In two terminals, with the same PEERCHAT_SECRET:
//   dotnet run -- alice 4001
//   dotnet run -- bob 4002 alice=127.0.0.1:4001
// That is: who you are, the port to listen at, and friends you know. Kill one and start it again: it remembers, and comes back.
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PeerPersistence;

if (args.Length < 2 || Environment.GetEnvironmentVariable("PEERCHAT_SECRET") is not { Length: > 0 } secret)
{
    Console.Error.WriteLine("Set PEERCHAT_SECRET to what only friends know, then: NAME PORT [FRIEND=ADDRESS:PORT ...]");
    return 2;
}

// Other computers reach you at another address than 127.0.0.1: listen at IPAddress.Any, and tell them yours.
var (me, here, silence) = (args[0], new IPEndPoint(IPAddress.Loopback, int.Parse(args[1])), TimeSpan.FromSeconds(5));

// The store remembers the friends, their addresses, and when they are there. It is one file.
await using var peers = await PeerPersistenceService.OpenAsync(me + ".db");
var known = await peers.GetAllPeerIdsAsync();
var told = args[2..].Select(friend => friend.Split('=', 2)).Where(friend => friend.Length == 2 && !known.Contains(friend[0]));
await peers.StorePeersAsync(told.Select(friend => new PeerData { PeerId = friend[0], CachedCandidates = [new(friend[1])] }));

// The keeper calls them, now and whenever one is lost.
using var certificate = OwnCertificate();
await using var keeper = new ConnectionKeeper(
    peers, async (peer, token) => await CallAsync(peer, token), new() { LocalPeerId = me, Interval = silence });
var listener = new TcpListener(here);
listener.Start();
_ = ListenAsync();
keeper.Start();
_ = Task.Run(async () => { await foreach (var state in keeper.WatchAsync()) Show(state.Connections); });

// A cut network ends no connection: an empty line now and then says that we are still there.
using var ping = TimeProvider.System.CreateTimer(_ => Say(""), null, silence / 3, silence / 3);
while (await Console.In.ReadLineAsync() is { } line)
    Say(line);
return 0;

static void Show(IEnumerable<PeerLinkState> friends) => Console.WriteLine(
    $"* {string.Join(", ", friends.Select(friend => friend.PeerId + (friend.IsConnected ? " is here" : " is called")).DefaultIfEmpty("alone"))}");

void Say(string line)
{
    foreach (var friend in keeper.State.Connections)
        _ = (keeper.Find(friend.PeerId) as ChatLink)?.SayAsync(line);
}

async Task<ChatLink> CallAsync(PeerData peer, CancellationToken cancellationToken)
{
    var client = new TcpClient();
    await client.ConnectAsync(IPEndPoint.Parse(peer.CachedCandidates[0].Candidate), cancellationToken);
    // Whose certificate it is does not matter: the greeting proves that the other side has it and knows the secret.
    var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
    await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = peer.PeerId }, cancellationToken);
    return await MeetAsync(client, tls, tls.RemoteCertificate!, peer.PeerId, cancellationToken);
}

async Task ListenAsync()
{
    while (true)
        _ = LetInAsync(await listener.AcceptTcpClientAsync());
}

async Task LetInAsync(TcpClient client)
{
    var tls = new SslStream(client.GetStream());
    await tls.AuthenticateAsServerAsync(certificate).WaitAsync(silence);
    var link = await MeetAsync(client, tls, certificate, called: null, CancellationToken.None);
    keeper.Accept(link.PeerId, link);
}

// Each side answers the other's fresh greeting with the secret, over the certificate that both see: nobody can stand between.
async Task<ChatLink> MeetAsync(TcpClient client, SslStream tls, X509Certificate seen, string? called, CancellationToken cancellationToken)
{
    var (reader, writer) = (new StreamReader(tls), new StreamWriter(tls) { AutoFlush = true });
    var ours = $"{me} {here} {Guid.NewGuid()}";
    await writer.WriteLineAsync(ours);
    var theirs = await HearAsync();
    await writer.WriteLineAsync(Proof(ours, theirs, seen));
    if (await HearAsync() != Proof(theirs, ours, seen) || theirs?.Split(' ') is not [var id, var reach, _]
        || id == me || id != (called ?? id))
        throw new IOException("The other side must be the peer that was called, and know the secret.");

    // A friend who moved is called there from now on.
    await peers.StorePeerAsync(new() { PeerId = id, CachedCandidates = [new(reach)] }, cancellationToken);
    return new(id, client, TextWriter.Synchronized(writer), TalkAsync(id, client, reader));

    Task<string?> HearAsync() => reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(silence, cancellationToken);
}

string Proof(string? from, string? to, X509Certificate seen) => Convert.ToHexString(
    HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(from + to + seen.GetCertHashString(HashAlgorithmName.SHA256))));

async Task<Departure> TalkAsync(string peerId, TcpClient client, StreamReader reader)
{
    using var _ = client;
    while (await reader.ReadLineAsync().WaitAsync(silence) is { } line)
        Console.Write(line.Length > 0 ? $"{peerId}: {line}\n" : "");
    return Departure.Remote;
}

static X509Certificate2 OwnCertificate()
{
    using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    var now = TimeProvider.System.GetUtcNow();
    using var made = new CertificateRequest("CN=peerchat", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
    return new(made.Export(X509ContentType.Pkcs12)); // Windows takes no key for TLS that was never in a store.
}

internal sealed record ChatLink(string PeerId, TcpClient Client, TextWriter Writer, Task<Departure> Ended) : IPeerConnection
{
    public async Task SayAsync(string line) => await Writer.WriteLineAsync(line);

    // Says no more; what the friend has said is still heard.
    public async ValueTask DisposeAsync() => await Task.Run(() => Client.Client.Shutdown(SocketShutdown.Send));
}
