using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace KeptChat;

/// <summary>Calls friends, and lets them in.</summary>
/// <remarks>
/// Each side answers the other's fresh greeting with the secret of all friends: neither a stranger nor a dead call comes in. But nothing
/// is encrypted, and who stands between can read along and speak for both. MeshChat shows a handshake with keys, encryption and limits.
/// </remarks>
internal sealed class TcpConnector(IConfiguration config, IPeers peers) : IPeerConnector
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(config["secret"]!);
    private readonly TimeSpan _silence = config.GetValue("silence", TimeSpan.FromSeconds(30));
    private ImmutableList<TcpLink> _links = [];

    public async Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken) =>
        await MeetAsync(new(), peer, keeper: null, cancellationToken);

    public async Task ListenAsync(ConnectionKeeper keeper)
    {
        // A cut network ends no connection: an empty line now and then says that we are still there.
        using var ping = TimeProvider.System.CreateTimer(_ => Say(""), null, _silence / 3, _silence / 3);
        var listener = new TcpListener(IPEndPoint.Parse(config["listen"]!));
        for (listener.Start(); ;)
            _ = MeetAsync(await listener.AcceptTcpClientAsync(), peer: null, keeper, CancellationToken.None);
    }

    /// <summary>Says something to all. While two calls cross there are two links to a friend, and one of them is enough.</summary>
    /// <returns>How many it went to.</returns>
    public int Say(string line) => _links.GroupBy(link => link.PeerId).Count(links => links.Any(link => link.Say(line)));

    private async Task<TcpLink> MeetAsync(TcpClient client, PeerData? peer, ConnectionKeeper? keeper, CancellationToken cancellationToken)
    {
        try
        {
            await (peer is null ? default : client.ConnectAsync(IPEndPoint.Parse(peer.CachedCandidates[0].Candidate), cancellationToken));
            var (reader, writer) = (new StreamReader(client.GetStream()), new StreamWriter(client.GetStream()) { AutoFlush = true });
            var ours = $"{config["localPeerId"]} {config["reach"] ?? config["listen"]} {RandomNumberGenerator.GetHexString(32)}";
            await writer.WriteLineAsync(ours);
            var theirs = await HearAsync();
            await writer.WriteLineAsync(Proof(ours, theirs));
            if (await HearAsync() != Proof(theirs, ours) || theirs?.Split(' ') is not [var id, var reach, _] || id != (peer?.PeerId ?? id))
                throw new IOException("The other side must be the peer that was called, and know the secret.");

            var link = new TcpLink(id, client, writer, TalkAsync(id, client, reader));
            ImmutableInterlocked.Update(ref _links, links => links.RemoveAll(old => old.Ended.IsCompleted).Add(link));
            if (keeper is not null)
            {
                // Who calls says where to call back: a friend who moved is called there from now on.
                await peers.StorePeerAsync(new() { PeerId = id, CachedCandidates = [new(reach)] }, cancellationToken);
                keeper.Accept(id, link);
            }

            return link;

            Task<string?> HearAsync() => reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(_silence, cancellationToken);
        }
        catch { client.Dispose(); throw; }
    }

    private async Task<Departure> TalkAsync(string peerId, TcpClient client, StreamReader reader)
    {
        using var _ = client;
        while (await reader.ReadLineAsync().WaitAsync(_silence) is { } line)
            Console.Write(line.Length > 0 ? $"{peerId}: {line}\n" : "");
        return Departure.Remote;
    }

    private string Proof(string? from, string? to) => Convert.ToHexString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(from + to)));
}
