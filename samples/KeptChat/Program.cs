// A chat that stays connected. In two terminals; then kill one, stop it, start it again at another port, or cut the network:
//   dotnet run --project samples/KeptChat -- alice hush 127.0.0.1:4001 127.0.0.1:4001
//   dotnet run --project samples/KeptChat -- bob hush 127.0.0.1:4002 127.0.0.1:4002 alice=127.0.0.1:4001
// That is: who you are, the secret of all friends, where to listen, where friends reach you, and which friends you know.
// Each side answers the other's fresh greeting with the secret: neither a stranger nor a dead call comes in. But nothing is encrypted, and
// who stands between can read along and speak for both. MeshChat shows a handshake with keys, encryption and limits.

// docs:begin first-chat
using System.Net;
using System.Net.Sockets;
using PeerPersistence;

var (me, secret, silence, shown) = (args[0], System.Text.Encoding.UTF8.GetBytes(args[1]), TimeSpan.FromSeconds(5), "");
await using var peers = await PeerPersistenceService.OpenAsync(me + ".db");
var friends = args[4..].Select(friend => friend.Split('=')).ExceptBy(await peers.GetAllPeerIdsAsync(), friend => friend[0]);
await peers.StorePeersAsync(friends.Select(friend => new PeerData { PeerId = friend[0], CachedCandidates = [new(friend[1])] }));
await using var keeper = new ConnectionKeeper(
    peers, async (peer, token) => await MeetAsync(new(), peer, token), new() { LocalPeerId = me, Interval = silence });
_ = ListenAsync();
keeper.Start();
_ = Task.Run(async () => { await foreach (var state in keeper.WatchAsync()) Show(state.Connections); });

// A cut network ends no connection: an empty line now and then says that we are still there.
using var ping = TimeProvider.System.CreateTimer(_ => Say(""), null, silence / 3, silence / 3);
while (await Console.In.ReadLineAsync() is { } line)
    Say(line);

// A state also tells who is missing, and why. Where only that is another, the line would be the same again.
void Show(IEnumerable<PeerLinkState> peers) => Console.Write(shown == (shown = "* " + string.Join(", ",
    peers.Select(peer => peer.PeerId + (peer.IsConnected ? " is here" : " is called")).DefaultIfEmpty("alone")) + "\n") ? "" : shown);

void Say(string line)
{
    foreach (var friend in keeper.State.Connections)
        _ = (keeper.Find(friend.PeerId) as TcpLink)?.SayAsync(line);
}

async Task ListenAsync()
{
    var listener = new TcpListener(IPEndPoint.Parse(args[2]));
    for (listener.Start(); ;)
        _ = LetInAsync(await listener.AcceptTcpClientAsync());
}

async Task LetInAsync(TcpClient client) => Keep(await MeetAsync(client, called: null, CancellationToken.None));

void Keep(TcpLink link) => keeper.Accept(link.PeerId, link);

async Task<TcpLink> MeetAsync(TcpClient client, PeerData? called, CancellationToken cancellationToken)
{
    if (called is not null)
        await client.ConnectAsync(IPEndPoint.Parse(called.CachedCandidates[0].Candidate), cancellationToken);
    var (reader, writer) = (new StreamReader(client.GetStream()), new StreamWriter(client.GetStream()) { AutoFlush = true });
    var ours = $"{me} {args[3]} {Guid.NewGuid()}";
    await writer.WriteLineAsync(ours);
    var theirs = await HearAsync();
    await writer.WriteLineAsync(Proof(ours, theirs));
    if (await HearAsync() != Proof(theirs, ours) || theirs?.Split(' ') is not [var id, var reach, _] || id != (called?.PeerId ?? id))
        throw new IOException("The other side must be the peer that was called, and know the secret.");

    // A friend who moved is called there from now on.
    await peers.StorePeerAsync(new() { PeerId = id, CachedCandidates = [new(reach)] }, cancellationToken);
    return new(id, client, TextWriter.Synchronized(writer), TalkAsync(id, client, reader));

    Task<string?> HearAsync() => reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(silence, cancellationToken);
}

string Proof(string? from, string? to) => Convert.ToHexString(
    System.Security.Cryptography.HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes(from + to)));

async Task<Departure> TalkAsync(string peerId, TcpClient client, StreamReader reader)
{
    using var _ = client;
    while (await reader.ReadLineAsync().WaitAsync(silence) is { } line)
        Console.Write(line.Length > 0 ? $"{peerId}: {line}\n" : "");
    return Departure.Remote;
}

internal sealed record TcpLink(string PeerId, TcpClient Client, TextWriter Writer, Task<Departure> Ended) : IPeerConnection
{
    public async Task SayAsync(string line) => await Writer.WriteLineAsync(line);

    // Says no more; what the friend has said is still heard.
    public async ValueTask DisposeAsync() => await Task.Run(() => Client.Client.Shutdown(SocketShutdown.Send));
}
// docs:end
