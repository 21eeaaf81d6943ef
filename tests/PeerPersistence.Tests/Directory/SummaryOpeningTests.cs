using PeerPersistence.Testing;
using PeerPersistence.Tests.Storage.Files;
using static PeerPersistence.Tests.SummaryScene;

namespace PeerPersistence.Tests;

/// <summary>A directory that was built of the summaries in the store is the one that the records give, whatever came in between.</summary>
public sealed class SummaryOpeningTests
{
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

    [Fact]
    public async Task Open_PartInAnotherForm_Opens()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        var head = SummaryHead.Read((await store.GetAsync(Keys.Summaries))!.Value)!;
        var page = head.Parts[0].Key;
        var part = (await store.GetAsync(Keys.SummariesOf(page)))!.Value.ToArray();
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var other = part.ToArray();
            var place = i < 200 ? i : random.Next(other.Length);
            random.NextBytes(other.AsSpan(place, Math.Min(random.Next(1, 9), other.Length - place)));
            var parts = head.Parts.Select(each => each.Key == page ? KeyValuePair.Create(page, Fingerprint.Of(other)) : each).ToList();
            await store.CommitAsync(new KeyValueBatch().Set(Keys.SummariesOf(page), other));
            var token = (await store.GetChangesAsync(null)).Token;
            await store.CommitAsync(new KeyValueBatch().Set(Keys.Summaries, (head with { Token = token, Parts = parts }).Write()));

            var reading = async () =>
            {
                using var mirror = await OpenAsync(store);
                ShownDirectory.Of(mirror.Directory);
            };

            await reading.Should().NotThrowAsync("byte {0} was changed", place);
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
        clock.SetUtcNow(Now.AddDays(-30));
        using var mirror = new StoreMirror(store, Keys, clock);

        await mirror.OpenAsync(default);

        store.Count(StoreCallKind.Scan).Should().Be(1);
    }

    [Fact]
    public async Task Open_RecordAheadOfTheClockADayLater_IsWhatTheRecordsSay()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        var ahead = PeerJson.Write(new() { Peer = Peer(1) with { SharedSecret = null, LastSeen = Now.AddDays(900) } });
        await store.CommitAsync(new KeyValueBatch().Set(Keys.Peer(Id(1)), ahead));
        using (var mirror = await OpenAsync(store))
            await mirror.KeepSummariesAsync(default);
        var clock = new TestClock();
        clock.SetUtcNow(Now.AddDays(1));
        using var next = new StoreMirror(store, Keys, clock);

        await next.OpenAsync(default);

        next.Directory.Find(Id(1))!.LastSeen.Should().Be(Now.AddDays(1));
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
}
