using System.Text;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests;

/// <summary>A store with four hundred peers and their summaries, and what is asked of it.</summary>
internal static class SummaryScene
{
    public const int Peers = 400;

    public static readonly StorageKeys Keys = new("mesh:");

    public static readonly DateTimeOffset Now = new TestClock().GetUtcNow();

    public static string Id(int i) => $"peer-{i:000}";

    public static async Task FillAsync(IKeyValueStore store, bool keep = true)
    {
        var filling = keep ? store : new Earlier(store);
        await using (var service = Serve(filling))
        {
            await service.StorePeersAsync(Enumerable.Range(0, Peers).Select(Peer));
            await service.RecordConnectedAsync(Id(3), new() { Latency = TimeSpan.FromMilliseconds(30) });
            await service.IntroducePeersAsync([Peer(Peers + 1) with { LastConnected = null }], Id(3));
        }

        if (!keep)
            return;
        await using var again = Serve(store);
        await again.InitializeAsync();
    }

    public static PeerData Peer(int i) => PeerData.Create(Id(i), Now.AddMinutes(-i)) with
    {
        DisplayName = $"Peer {i}", LastKnownIP = $"8.{i % 200}.1.{i % 250}", SharedSecret = i % 2 == 0 ? "secret" : null,
        LastSeen = i % 50 == 49 ? Now.AddDays(900) : Now.AddMinutes(-i), // Some lie ahead.
    };

    public static async Task CallAsync(PeerPersistenceService service, Random random)
    {
        var id = Id(random.Next(Peers + 40));
        switch (random.Next(9))
        {
            case 0: await service.StorePeerAsync(Peer(random.Next(Peers + 40))); break;
            case 1: await service.RemovePeerAsync(id); break;
            case 2: await service.RecordFailedAttemptAsync(id); break;
            case 3: await service.RecordConnectedAsync(id, new() { Latency = TimeSpan.FromMilliseconds(random.Next(300)) }); break;
            case 4: await service.SetPinnedAsync(id, random.Next(2) == 0); break;
            case 5: await service.IntroducePeersAsync([Peer(random.Next(Peers + 40)) with { LastConnected = null }], Id(random.Next(9))); break;
            case 6: await service.BlockAsync(id); break;
            default: await service.UpdateLastSeenAsync(id); break;
        }
    }

    public static async Task ChangeManyAsync(PeerPersistenceService service)
    {
        for (var i = 0; i < 150; i++)
            await service.RecordFailedAttemptAsync(Id(2 * i));
    }

    public static IEnumerable<string> PeersRead(RecordingKeyValueStore store) =>
        store.Calls.SelectMany(each => each.Call.Keys ?? [each.Call.Key]).Select(Keys.PeerOf).OfType<string>();

    public static PeerPersistenceService Serve(IKeyValueStore store, int places = 1000) =>
        new(store, new() { MaxPeers = places }, new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()), new TestClock());

    public static async Task<StoreMirror> OpenAsync(IKeyValueStore store)
    {
        var mirror = new StoreMirror(store, Keys, new TestClock());
        await mirror.OpenAsync(default);
        return mirror;
    }

    public static async Task ShouldBeOfTheRecordsAsync(StoreMirror mirror, IKeyValueStore store) =>
        ShownDirectory.Of(mirror.Directory).Should().Be(await ShownDirectory.OfTheRecordsAsync(store, Keys, new TestClock()));

    public static async Task<List<string>> SummaryKeysAsync(InMemoryKeyValueStore store)
    {
        List<string> found = [];
        await foreach (var (key, _) in store.ScanAsync("mesh:"))
        {
            if (Keys.IsOfSummaries(key))
                found.Add(key);
        }

        return found;
    }

    public static async Task<bool> HoldsAsync(InMemoryKeyValueStore store, string peerId)
    {
        foreach (var key in await SummaryKeysAsync(store))
        {
            if ((await store.GetAsync(key))!.Value.Span.IndexOf(Encoding.UTF8.GetBytes(peerId)) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>A version that knows nothing of summaries, beside this one: it leaves their keys alone.</summary>
    public sealed class Earlier(IKeyValueStore inner, bool hidesSummaries = true) : DelegatingKeyValueStore(inner), IChangeTrackingStore
    {
        public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default) =>
            await Inner.Ability<IChangeTrackingStore>()!.GetChangesAsync(since, cancellationToken) with { IsLasting = false };

        public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            if (!hidesSummaries)
                return base.CommitAsync(batch, cancellationToken);
            var own = new KeyValueBatch();
            foreach (var (key, value) in batch.Changes.Where(change => !Keys.IsOfSummaries(change.Key)))
                _ = value is { } bytes ? own.Set(key, bytes) : own.Remove(key);
            foreach (var (key, value) in batch.Expectations.Where(expected => !Keys.IsOfSummaries(expected.Key)))
                own.Expect(key, value);
            return base.CommitAsync(own, cancellationToken);
        }
    }
}
