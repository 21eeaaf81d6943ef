using System.Globalization;
using PeerPersistence.CrashTests.Summaries;

namespace PeerPersistence.PostgreSql.Tests.Summaries;

/// <summary>Services on a store with more peers than a page has, and what the next one sees.</summary>
internal static class SummaryScript
{
    /// <summary>The argument with which another process does <see cref="WorkAsync"/>.</summary>
    public const string Work = "summaries";

    private const int Peers = 300;

    public static async Task StoreAsync(string name)
    {
        await using var store = await SharedServer.OpenAsync(name);
        await using var service = Serve(store);
        await service.StorePeersAsync(Enumerable.Range(0, Peers).Select(Peer));
    }

    /// <summary>Changes many peers and writes summaries, until it is killed.</summary>
    public static async Task WorkAsync(PostgreSqlKeyValueStore store, int seed)
    {
        for (var random = new Random(seed); ;)
        {
            await using var service = Serve(store);
            for (var i = 0; i < 100; i++)
                await CallAsync(service, random);
            await service.MaintainAsync();
        }
    }

    /// <summary>The same for a while, in a process that is gone after so many commits.</summary>
    /// <returns>Whether it came to its end.</returns>
    public static async Task<bool> RunUntilAsync(string name, int commits)
    {
        await using var store = await SharedServer.OpenAsync(name);
        var (mortal, random) = (new Mortal(store, commits), new Random(7));
        try
        {
            for (var session = 0; session < 2; session++)
            {
                await using var service = Serve(mortal);
                await service.InitializeAsync();
                for (var i = 0; i < 8; i++)
                    await CallAsync(service, random);
                await service.StorePeersAsync(Enumerable.Range(session * 100, 100).Select(i => Peer(i) with { DisplayName = $"{session}" }));
                await service.MaintainAsync();
                for (var i = 0; i < 12; i++)
                    await CallAsync(service, random);
            }

            return !mortal.IsGone;
        }
        catch (PeerPersistenceException) when (mortal.IsGone)
        {
            return false;
        }
    }

    public static async Task CallAsync(PeerPersistenceService service, Random random)
    {
        var i = random.Next(Peers + 30);
        switch (random.Next(5))
        {
            case 0: await service.StorePeerAsync(Peer(i)); break;
            case 1: await service.RemovePeerAsync(Peer(i).PeerId); break;
            case 2: await service.RecordConnectedAsync(Peer(i).PeerId); break;
            case 3: await service.SetPinnedAsync(Peer(i).PeerId, random.Next(2) == 0); break;
            default: await service.RecordFailedAttemptAsync(Peer(i).PeerId); break;
        }
    }

    /// <summary>Opens the store, and sees whether it is as its records say.</summary>
    /// <returns>Whether it opened on its summaries.</returns>
    public static async Task<bool> CheckAsync(string name)
    {
        await using var store = await SharedServer.OpenAsync(name);
        var watched = new WatchedStore(store, isLasting: true);
        await using var read = Serve(new WatchedStore(store, isLasting: false));
        await using var service = Serve(watched);
        (await ShowAsync(service)).Should().Be(await ShowAsync(read));
        return watched.Scans == 0;
    }

    public static async Task UntilAnotherHeadAsync(PostgreSqlKeyValueStore store)
    {
        var before = await HeadAsync();
        while (await HeadAsync() == before)
            await Task.Yield();

        async Task<string?> HeadAsync() => await store.GetAsync("mesh:peer:\u0001summaries") is { } head ? Convert.ToHexString(head.Span) : null;
    }

    public static PeerData Peer(int i) => PeerData.Create($"peer-{i}", DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(i));

    public static PeerPersistenceService Serve(IKeyValueStore store) =>
        new(store, new() { MaxPeers = 1000 }, new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));

    private static async Task<string> ShowAsync(PeerPersistenceService service)
    {
        var stats = await service.GetStorageStatsAsync(); // First: a query reads records, and notices what does not match.
        List<string> shown = [$"{stats}"];
        foreach (var order in Enum.GetValues<PeerSortBy>())
        {
            foreach (var peer in await service.QueryPeersAsync(new() { SortBy = order, WithSecrets = false }))
                shown.Add(string.Create(CultureInfo.InvariantCulture, $"{peer.PeerId} {peer.DisplayName} {peer.LastSeen:O} {peer.IsPinned} {peer.ReconnectionAttempts}"));
        }

        return string.Join('\n', shown);
    }
}
