using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
#if PEERS
using Microsoft.Extensions.DependencyInjection;
using PeerPersistence;
#endif

var builder = WebAssemblyHostBuilder.CreateDefault(args);
#if PEERS
builder.Services.AddPeerPersistence().UseIndexedDb();
#endif
var app = builder.Build();
#if PEERS
// What the first page of documentation does: it stores, reads, and reconnects.
var peers = app.Services.GetRequiredService<IPeerPersistenceService>();
await peers.StorePeerAsync(PeerData.Create("friend") with { DisplayName = "Friend", SharedSecret = "secret" });
foreach (var peer in await peers.QueryPeersAsync())
    Console.WriteLine($"{peer.DisplayName} {(await peers.GetPeerAsync(peer.PeerId))?.SharedSecret}");
await peers.ReconnectAsync((peer, _) => Task.FromResult(peer.DisplayName == "Friend"));
#endif
await app.RunAsync();
