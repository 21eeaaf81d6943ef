// A chat that stays connected. In two terminals; then kill one, stop it, start it again at another port, or cut the network:
//   dotnet run --project samples/KeptChat -- --localPeerId alice --secret hush --listen 127.0.0.1:4001
//   dotnet run --project samples/KeptChat -- --localPeerId bob --secret hush --listen 127.0.0.1:4002 --friends:alice 127.0.0.1:4001
using KeptChat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateEmptyApplicationBuilder(new() { Args = args });
var config = builder.Configuration;
builder.Services.AddPeerPersistence().UseFileStore(config["localPeerId"] + ".db").KeepConnected<TcpConnector>(config.Bind);
var host = builder.Build();
var keeper = host.Services.GetRequiredService<ConnectionKeeper>();
var connector = host.Services.GetRequiredService<TcpConnector>();

// Who is known stays as known, with the address that he told last.
var peers = host.Services.GetRequiredService<IPeerPersistenceService>();
var friends = config.GetSection("friends").GetChildren().ExceptBy(await peers.GetAllPeerIdsAsync(), friend => friend.Key);
await peers.StorePeersAsync(friends.Select(friend => new PeerData { PeerId = friend.Key, CachedCandidates = [new(friend.Value!)] }));

_ = connector.ListenAsync(keeper);
_ = Task.Run(() => { while (Console.ReadLine() is { } line) connector.Say(line); });
_ = Task.Run(async () => { await foreach (var state in keeper.WatchAsync()) Show(state.Connections); });
await host.RunAsync();

static void Show(IEnumerable<PeerLinkState> peers) => Console.WriteLine(
    $"* {string.Join(", ", peers.Select(peer => peer.PeerId + (peer.IsConnected ? " is here" : " is called")).DefaultIfEmpty("alone"))}");
