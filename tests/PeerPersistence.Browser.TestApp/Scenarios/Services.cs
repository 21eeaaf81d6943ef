using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Browser.TestApp;

/// <summary>The service in a page, as an app has it.</summary>
internal static class Services
{
    private static IPeerPersistenceService? s_watched;
    private static Task<string>? s_watching;

    /// <summary>What who names no store is told.</summary>
    public static async Task<string> NoStoreAsync(string _)
    {
        await using var provider = Provider(builder => { });
        try
        {
            await provider.GetRequiredService<IPeerPersistenceService>().GetPeerAsync("alice");
            return "nothing";
        }
        catch (PeerPersistenceException e)
        {
            return e.Message;
        }
    }

    /// <summary>What the peer of an earlier visit is, before it is stored (again).</summary>
    public static async Task<string> PeersAsync(string database)
    {
        await using var provider = Provider(builder => builder.UseIndexedDb(database));
        var peers = provider.GetRequiredService<IPeerPersistenceService>();
        var before = await peers.GetPeerAsync("alice");
        await peers.StorePeerAsync(PeerData.Create("alice") with { DisplayName = "Alice", SharedSecret = "s3cret" });
        return $"{before?.DisplayName}/{before?.SharedSecret}/{before?.SecretStatus}";
    }

    /// <summary>"database passphrase": a friend's secret under it, stored and read by another service.</summary>
    public static async Task<string> PassphraseAsync(string argument)
    {
        var (database, passphrase) = (argument.Split(' ')[0], argument.Split(' ')[1]);
        await using var provider = Provider(builder => builder.UseIndexedDb(database).UsePassphrase(() => passphrase));
        var peers = provider.GetRequiredService<IPeerPersistenceService>();
        var before = await peers.GetPeerAsync("bob");
        if (before is null)
            await peers.StorePeerAsync(PeerData.Create("bob") with { SharedSecret = "s3cret" });
        return $"{before?.SharedSecret}/{before?.SecretStatus}";
    }

    /// <summary>"begin": watches from now on. "end": what was told first.</summary>
    public static async Task<string> WatchAsync(string what)
    {
        if (what == "end")
            return await s_watching!;
        // No look at intervals: what another tab writes is told by its signal alone.
        s_watched = Provider(builder => builder.UseIndexedDb("watched"), options => options.WatchInterval = TimeSpan.Zero)
            .GetRequiredService<IPeerPersistenceService>();
        await s_watched.InitializeAsync();
        s_watching = FirstAsync(s_watched);
        return "";
    }

    public static async Task<string> StoreAsync(string peerId)
    {
        await using var provider = Provider(builder => builder.UseIndexedDb("watched"));
        await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create(peerId));
        return "";
    }

    /// <summary>Two identities, each with a database of its own; one is removed.</summary>
    public static async Task<string> IdentitiesAsync(string _)
    {
        var services = new ServiceCollection();
        services.AddPeerPersistenceFactory().UseIndexedDbStores();
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        await factory.Get("alice").StorePeerAsync(PeerData.Create("friend") with { SharedSecret = "hers" });
        await factory.Get("bob").StorePeerAsync(PeerData.Create("friend") with { SharedSecret = "his" });
        await factory.RemoveAsync("alice");
        return $"{(await factory.Get("alice").GetPeerAsync("friend"))?.SharedSecret}/{(await factory.Get("bob").GetPeerAsync("friend"))?.SharedSecret}";
    }

    public static async Task<string> EstimateAsync(string _)
    {
        var estimate = await BrowserStorage.EstimateAsync();
        await using var provider = Provider(builder => builder.UseIndexedDb("estimate"));
        var health = await provider.GetRequiredService<IPeerPersistenceService>().CheckHealthAsync();
        return $"{estimate.QuotaBytes > estimate.UsageBytes} {health.IsPersisted == estimate.IsPersisted} "
            + $"{estimate.IsPersisted == await BrowserStorage.RequestPersistenceAsync()}";
    }

    /// <summary>Stores so many peers, each with a key, a secret and three addresses.</summary>
    public static async Task<string> ManyAsync(string count)
    {
        var peers = Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture)).Select(i => PeerData.Create($"peer-{i:00000}") with
        {
            DisplayName = $"Peer {i}", PublicKey = $$"""{"kty":"EC","x":"{{i}}{{new string('k', 170)}}"}""", SharedSecret = "0123456789abcdef0123456789abcdef",
            CachedCandidates = [.. Enumerable.Range(0, 3).Select(c => new IceCandidate { Candidate = $"candidate:{c} 1 udp 2122260223 192.0.2.{c} 50000 typ host generation 0 ufrag Ab0 network-id 1", SdpMid = "0", SdpMLineIndex = 0 })],
        });
        await using var provider = ManyProvider();
        await provider.GetRequiredService<IPeerPersistenceService>().StorePeersAsync(peers);
        return "";
    }

    /// <summary>"scan opening", in milliseconds, of so many visits one after the other: what the database needs to give all, and the service.</summary>
    public static async Task<string> OpenManyAsync(string visits)
    {
        List<string> told = [];
        for (var visit = int.Parse(visits, CultureInfo.InvariantCulture); visit > 0; visit--)
        {
            var began = Stopwatch.GetTimestamp();
            await using (var store = new IndexedDbKeyValueStore("many"))
            {
                await foreach (var _ in store.ScanAsync("mesh:"))
                {
                }
            }

            var scan = Stopwatch.GetElapsedTime(began);
            await using var provider = ManyProvider();
            began = Stopwatch.GetTimestamp();
            await provider.GetRequiredService<IPeerPersistenceService>().InitializeAsync();
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{scan.TotalMilliseconds:0} {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0}"));
        }

        return string.Join("; ", told);
    }

    public static ServiceProvider Provider(Action<IPeerPersistenceBuilder> name, Action<PeerPersistenceOptions>? configure = null)
    {
        var services = new ServiceCollection();
        name(services.AddPeerPersistence(configure));
        return services.BuildServiceProvider();
    }

    private static ServiceProvider ManyProvider() =>
        Provider(builder => builder.UseIndexedDb("many"), options => options.MaxPeers = 100_000);

    private static async Task<string> FirstAsync(IPeerPersistenceService peers)
    {
        await foreach (var change in peers.WatchAsync())
            return $"{change.Kind} {change.PeerId}";
        return "nothing";
    }
}
