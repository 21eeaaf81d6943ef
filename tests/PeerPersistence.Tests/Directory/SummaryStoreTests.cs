using System.Text;
using PeerPersistence.Testing;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests;

/// <summary>A directory that was built of the summaries in the store is the one that the records give, whatever came in between.</summary>
public sealed class SummaryStoreTests
{
    private const int Peers = 400;

    private static readonly StorageKeys s_keys = new("mesh:");

    private static readonly DateTimeOffset s_now = new TestClock().GetUtcNow();

    [Fact]
    public async Task Open_NothingChangedSince_ReadsNoRecord()
    {
        var store = new RecordingKeyValueStore(new InMemoryKeyValueStore());
        await FillAsync(store);
        store.Clear();

        using var mirror = await OpenAsync(store);

        store.Count(StoreCallKind.Scan).Should().Be(0);
        PeersRead(store).Should().BeEmpty();
        await ShouldBeOfTheRecordsAsync(mirror, store);
    }

    [Fact]
    public async Task Open_SomeChangedSince_ReadsThoseAlone()
    {
        var store = new RecordingKeyValueStore(new InMemoryKeyValueStore());
        await FillAsync(store);
        await using (var service = Serve(store))
            await service.UpdateLastSeenAsync(Id(7));
        store.Clear();

        using var mirror = await OpenAsync(store);

        PeersRead(store).Should().Equal(Id(7));
        await ShouldBeOfTheRecordsAsync(mirror, store);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    [InlineData(true, 4)]
    public async Task Open_RandomCallsOfThisAndAnEarlierVersion_IsWhatTheRecordsSay(bool file, int seed)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        var memory = new InMemoryKeyValueStore();
        var store = await OpenStoreAsync();
        await FillAsync(store);
        var restored = 0;
        for (var round = 0; round < 30; round++)
        {
            await using (var ours = Serve(store, random.Next(3) == 0 ? 390 : 1000))
            await using (var earlier = Serve(new Earlier(store), 1000))
            {
                for (var i = random.Next(random.Next(5) == 0 ? 200 : 12); i > 0; i--)
                    await CallAsync(random.Next(3) == 0 ? earlier : ours, random);
                if (random.Next(4) == 0)
                    await ours.MaintainAsync();
            }

            if (store is FileKeyValueStore log)
            {
                if (random.Next(6) == 0)
                    await log.CompactAsync();
                await log.DisposeAsync();
                store = await OpenStoreAsync();
            }

            var watched = new RecordingKeyValueStore(store);
            using var mirror = await OpenAsync(watched);
            restored += watched.Count(StoreCallKind.Scan) == 0 ? 1 : 0;
            await ShouldBeOfTheRecordsAsync(mirror, store);
        }

        restored.Should().BeGreaterThan(15);
        if (store is FileKeyValueStore last)
            await last.DisposeAsync();

        async Task<IKeyValueStore> OpenStoreAsync() => file
            ? await FileKeyValueStore.OpenAsync(folder.StorePath, new() { Durability = Durability.Buffered })
            : memory;
    }

    [Fact]
    public async Task Open_PartOrHeadDamagedOrGone_IsWhatTheRecordsSay()
    {
        var filled = new InMemoryKeyValueStore();
        await FillAsync(filled);
        var random = new Random(1);
        foreach (var key in await SummaryKeysAsync(filled))
        {
            var value = (await filled.GetAsync(key))!.Value.ToArray();
            for (var i = 0; i < 10; i++)
            {
                var store = filled;
                var damaged = value.ToArray();
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                await store.CommitAsync(i == 0 ? new KeyValueBatch().Remove(key) : new KeyValueBatch().Set(key, i == 1 ? value[..^3] : damaged));
                using var mirror = await OpenAsync(store);
                await ShouldBeOfTheRecordsAsync(mirror, store);
            }

            await filled.CommitAsync(new KeyValueBatch().Set(key, value));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_CopiedKeyByKeyAndChangedInBetween_ReadsTheRecords(bool file)
    {
        using var folder = new TempFolder();
        await using var first = await FileKeyValueStore.OpenAsync(folder.StorePath, new() { Durability = Durability.Buffered });
        await FillAsync(first);
        await using (var service = Serve(new Earlier(first)))
            await service.SetPinnedAsync(Id(1), true);
        await using var second = file
            ? await FileKeyValueStore.OpenAsync(folder.StorePath + "2", new() { Durability = Durability.Buffered }) : null;
        var copy = (IKeyValueStore?)second ?? new InMemoryKeyValueStore();
        await foreach (var (key, value) in first.ScanAsync(""))
            await copy.CommitAsync(new KeyValueBatch().Set(key, value));

        using var mirror = await OpenAsync(copy);

        mirror.Directory.Find(Id(1))!.IsPinned.Should().BeTrue();
        await ShouldBeOfTheRecordsAsync(mirror, copy);
    }

    [Fact]
    public async Task Open_ClockStandsBeforeTheyWereWritten_ReadsTheRecords()
    {
        var store = new RecordingKeyValueStore(new InMemoryKeyValueStore());
        await FillAsync(store);
        store.Clear();
        var clock = new TestClock();
        clock.SetUtcNow(s_now.AddDays(-30));
        using var mirror = new StoreMirror(store, s_keys, clock);

        await mirror.OpenAsync(default);

        store.Count(StoreCallKind.Scan).Should().Be(1);
    }

    [Fact]
    public async Task Open_RecordAheadOfTheClockADayLater_IsWhatTheRecordsSay()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        var ahead = PeerJson.Write(new() { Peer = Peer(1) with { SharedSecret = null, LastSeen = s_now.AddDays(900) } });
        await store.CommitAsync(new KeyValueBatch().Set(s_keys.Peer(Id(1)), ahead));
        using (var mirror = await OpenAsync(store))
            await mirror.KeepSummariesAsync(default);
        var clock = new TestClock();
        clock.SetUtcNow(s_now.AddDays(1));
        using var next = new StoreMirror(store, s_keys, clock);

        await next.OpenAsync(default);

        next.Directory.Find(Id(1))!.LastSeen.Should().Be(s_now.AddDays(1));
    }

    [Fact]
    public async Task Keep_WritingEndsAfterAnyCommit_TheNextOpeningIsWhatTheRecordsSay()
    {
        for (var commits = 0; commits < 6; commits++)
        {
            var store = new InMemoryKeyValueStore();
            await FillAsync(store);
            await using (var earlier = Serve(new Earlier(store)))
                await ChangeManyAsync(earlier);
            var left = commits;
            using (var mirror = new StoreMirror(new Ending(store, () => left-- > 0), s_keys, new TestClock()))
            {
                await mirror.OpenAsync(default);
                await mirror.KeepSummariesAsync(default);
            }

            using var next = await OpenAsync(store);
            await ShouldBeOfTheRecordsAsync(next, store);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keep_AnotherCommitsMeanwhile_TheNextOpeningIsWhatTheRecordsSay(bool removes)
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        await using var earlier = Serve(new Earlier(store));
        var between = new Before(store)
        {
            Commit = () => removes ? earlier.RemovePeerAsync(Id(1)) : earlier.SetPinnedAsync(Id(1), true), IsOn = true,
        };
        using (var mirror = await OpenAsync(between))
            await mirror.KeepSummariesAsync(default);

        var watched = new RecordingKeyValueStore(store);
        using var next = await OpenAsync(watched);

        watched.Count(StoreCallKind.Scan).Should().Be(0);
        await ShouldBeOfTheRecordsAsync(next, store);
    }

    [Fact]
    public async Task Remove_Peer_LeavesNoTraceOfIt()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        (await HoldsAsync(store, Id(5))).Should().BeTrue();
        await using var service = Serve(store);

        await service.RemovePeerAsync(Id(5));

        (await HoldsAsync(store, Id(5))).Should().BeFalse();
    }

    [Fact]
    public async Task Initialize_EarlierVersionRemovedAPeer_LeavesNoTraceOfIt()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        await using (var earlier = Serve(new Earlier(store)))
            await earlier.RemovePeerAsync(Id(5));
        await using var service = Serve(store);

        await service.InitializeAsync();

        (await HoldsAsync(store, Id(5))).Should().BeFalse();
    }

    [Fact]
    public async Task Remove_SummariesAreWrittenMeanwhile_LeavesNoTraceOfIt()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        using var other = await OpenAsync(store);
        var between = new Before(store) { Commit = () => other.KeepSummariesAsync(default) };
        await using var service = Serve(new Earlier(between, hidesSummaries: false));
        await service.InitializeAsync();
        between.IsOn = true;

        await service.RemovePeerAsync(Id(5));

        (await SummaryKeysAsync(store)).Should().NotBeEmpty();
        (await HoldsAsync(store, Id(5))).Should().BeFalse();
    }

    [Fact]
    public async Task ClearAll_LeavesNoSummaries()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        await using var service = Serve(store);

        await service.ClearAllAsync();

        (await SummaryKeysAsync(store)).Should().BeEmpty();
    }

    [Fact]
    public async Task Initialize_StoreWhoseTokensDoNotLast_WritesNoSummaries()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(new Earlier(store, hidesSummaries: false));

        (await SummaryKeysAsync(store)).Should().BeEmpty();
    }

    [Fact]
    public async Task Open_FileThatLostACommit_IsWhatTheRecordsSay()
    {
        using var folder = new TempFolder();
        await using (var store = await FileKeyValueStore.OpenAsync(folder.StorePath, new() { Durability = Durability.Buffered }))
        {
            await FillAsync(store);
            await using (var service = Serve(store))
                await ChangeManyAsync(service);
            await using (var service = Serve(store))
                await service.InitializeAsync(); // writes them again
        }

        var whole = File.ReadAllBytes(folder.StorePath);
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(FileHeader.Length, damaged.Length)] ^= 0x55;
            File.WriteAllBytes(folder.StorePath, damaged);
            for (var opening = 0; opening < 2; opening++)
            {
                await using var store = await FileKeyValueStore.OpenAsync(folder.StorePath, new() { Durability = Durability.Buffered });
                using var mirror = await OpenAsync(store);
                await ShouldBeOfTheRecordsAsync(mirror, store);
            }
        }
    }

    [Fact]
    public async Task Open_FileThatForgotWhatChanged_IsWhatTheRecordsSay()
    {
        using var folder = new TempFolder();
        await using (var store = await FileKeyValueStore.OpenAsync(folder.StorePath, new() { Durability = Durability.Buffered }))
        {
            await FillAsync(store);
            await using (var earlier = Serve(new Earlier(store)))
                await earlier.SetPinnedAsync(Id(1), true);
            for (var i = 0; i < 100; i++)
            {
                var batch = new KeyValueBatch();
                for (var key = 0; key < 100; key++)
                    batch.Set($"other:{key}", new[] { (byte)i });
                await store.CommitAsync(batch);
            }
        }

        await using var again = await FileKeyValueStore.OpenAsync(folder.StorePath);
        using var mirror = await OpenAsync(again);

        await ShouldBeOfTheRecordsAsync(mirror, again);
    }

    [Fact]
    public void Pack_EveryProperty_ComesBack()
    {
        var random = new Random(9);
        for (var i = 0; i < 1000; i++)
        {
            var summary = Any(random);
            var bytes = new byte[PeerSummary.PackedLength];
            summary.Pack(bytes);

            ShownDirectory.Of(PeerSummary.Unpack(bytes, summary.PeerId, summary.Introducer, summary.Presence, summary.Foretold)).Should()
                .Be(ShownDirectory.Of(summary));
        }
    }

    private static PeerSummary Any(Random random)
    {
        DateTimeOffset At() => DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(1L << 41));
        bool Perhaps() => random.Next(2) == 0;
        ushort Few() => (ushort)random.Next(ushort.MaxValue);
        return new()
        {
            PeerId = "a", FirstSeen = At(), LastSeen = At(), LastConnected = Perhaps() ? At() : null, BlacklistUntil = Perhaps() ? At() : null,
            ReconnectionAttempts = random.Next(), TotalConnections = random.Next(), SuccessfulConnections = random.Next(),
            ConnectionType = (ConnectionType)random.Next(4), Quality = random.Next(101), Kind = (PeerKind)random.Next(3), IsPinned = Perhaps(),
            OwnSuccesses = random.Next(), OwnDays = new(Few(), Few(), (uint)random.Next()), ConnectedDays = Few(),
            Vain = new(Few(), Few(), Few(), Few()), IsBlocked = Perhaps(), Introducer = random.Next(), Unanswered = Few(),
            Foretold = Perhaps() ? [] : [.. Enumerable.Range(0, TryTally.Numbers).Select(_ => Few())],
            Presence = Perhaps() ? null : new() { On = random.NextDouble() }, HasSecret = Perhaps(), IsInClear = Perhaps(),
            HasPartsSetAside = Perhaps(), Network = Perhaps() ? random.Next() : null, Characters = random.Next(),
            Fingerprint = (ulong)random.NextInt64(),
        };
    }

    private static string Id(int i) => $"peer-{i:000}";

    private static async Task FillAsync(IKeyValueStore store, bool keep = true)
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

    private static PeerData Peer(int i) => PeerData.Create(Id(i), s_now.AddMinutes(-i)) with
    {
        DisplayName = $"Peer {i}", LastKnownIP = $"8.{i % 200}.1.{i % 250}", SharedSecret = i % 2 == 0 ? "secret" : null,
        LastSeen = i % 50 == 49 ? s_now.AddDays(900) : s_now.AddMinutes(-i), // Some lie ahead.
    };

    private static async Task CallAsync(PeerPersistenceService service, Random random)
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

    private static async Task ChangeManyAsync(PeerPersistenceService service)
    {
        for (var i = 0; i < 150; i++)
            await service.RecordFailedAttemptAsync(Id(2 * i));
    }

    private static IEnumerable<string> PeersRead(RecordingKeyValueStore store) =>
        store.Calls.SelectMany(each => each.Call.Keys ?? [each.Call.Key]).Select(s_keys.PeerOf).OfType<string>();

    private static PeerPersistenceService Serve(IKeyValueStore store, int places = 1000) =>
        new(store, new() { MaxPeers = places }, new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()), new TestClock());

    private static async Task<StoreMirror> OpenAsync(IKeyValueStore store)
    {
        var mirror = new StoreMirror(store, s_keys, new TestClock());
        await mirror.OpenAsync(default);
        return mirror;
    }

    private static async Task ShouldBeOfTheRecordsAsync(StoreMirror mirror, IKeyValueStore store) =>
        ShownDirectory.Of(mirror.Directory).Should().Be(await ShownDirectory.OfTheRecordsAsync(store, s_keys, new TestClock()));

    private static async Task<List<string>> SummaryKeysAsync(InMemoryKeyValueStore store)
    {
        List<string> found = [];
        await foreach (var (key, _) in store.ScanAsync("mesh:"))
        {
            if (s_keys.IsOfSummaries(key))
                found.Add(key);
        }

        return found;
    }

    private static async Task<bool> HoldsAsync(InMemoryKeyValueStore store, string peerId)
    {
        foreach (var key in await SummaryKeysAsync(store))
        {
            if ((await store.GetAsync(key))!.Value.Span.IndexOf(Encoding.UTF8.GetBytes(peerId)) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>A version that knows nothing of summaries, beside this one: it leaves their keys alone.</summary>
    private sealed class Earlier(IKeyValueStore inner, bool hidesSummaries = true) : DelegatingKeyValueStore(inner), IChangeTrackingStore
    {
        public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default) =>
            await Inner.Ability<IChangeTrackingStore>()!.GetChangesAsync(since, cancellationToken) with { IsLasting = false };

        public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            if (!hidesSummaries)
                return base.CommitAsync(batch, cancellationToken);
            var own = new KeyValueBatch();
            foreach (var (key, value) in batch.Changes.Where(change => !s_keys.IsOfSummaries(change.Key)))
                _ = value is { } bytes ? own.Set(key, bytes) : own.Remove(key);
            foreach (var (key, value) in batch.Expectations.Where(expected => !s_keys.IsOfSummaries(expected.Key)))
                own.Expect(key, value);
            return base.CommitAsync(own, cancellationToken);
        }
    }

    /// <summary>Fails for good when it is told to.</summary>
    private sealed class Ending(IKeyValueStore inner, Func<bool> goesOn) : DelegatingKeyValueStore(inner)
    {
        public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
            goesOn() ? base.CommitAsync(batch, cancellationToken) : throw new StoreFullException("There must be room (was none).");
    }

    /// <summary>Lets something happen before its next commit.</summary>
    private sealed class Before(IKeyValueStore inner) : DelegatingKeyValueStore(inner)
    {
        public bool IsOn { get; set; }

        public required Func<Task> Commit { get; init; }

        public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            if (IsOn)
            {
                IsOn = false;
                await Commit();
            }

            return await base.CommitAsync(batch, cancellationToken);
        }
    }
}
