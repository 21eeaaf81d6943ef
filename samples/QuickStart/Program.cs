// Remembers who listens at an address, and comes back to them:
//   dotnet run --project samples/QuickStart -- 127.0.0.1:4000
//   dotnet run --project samples/QuickStart

// docs:begin getting-started
using System.Net;
using System.Net.Sockets;
using PeerPersistence;

var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
await using var peers = await PeerPersistenceService.OpenAsync(Path.Combine(folder, "QuickStart", "peers.db"));

foreach (var address in args)
    await peers.StorePeerAsync(PeerData.Create(address) with { CachedCandidates = [new(address)] });

var result = await peers.ReconnectAsync(ConnectAsync, new() { TargetConnections = 3 });
Console.WriteLine(
    $"Back with {result.Connected.Count} of {(await peers.GetAllPeerIdsAsync()).Count}: {string.Join(", ", result.Connected)}");

static async Task<bool> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
{
    using var connection = new TcpClient();
    await connection.ConnectAsync(IPEndPoint.Parse(peer.CachedCandidates[0].Candidate), cancellationToken);
    return true; // what it throws is a try that failed
}
// docs:end
