using PeerPersistence.Tests.Storage.Files;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests;

/// <summary>The directory is what a scan would give, whoever commits in between.</summary>
public sealed class StoreMirrorTests
{
    private static readonly StorageKeys s_keys = new("mesh:");

    [Fact]
    public async Task Read_AnotherOverwroteWhatWasCommitted_ShowsTheOther()
    {
        var store = new InMemoryKeyValueStore();
        using var mirror = await OpenAsync(store);

        await mirror.CommitAsync(Set("a", "own"), null, default);
        await store.CommitAsync(Set("a", "other"));

        (await mirror.ReadAsync(default)).Find("a")!.PeerId.Should().Be("a");
        await IsWhatIsStoredAsync(mirror, store);
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(10_000, 100)]
    [InlineData(10_000, 3000)]
    [InlineData(10_000, 10_000)]
    public async Task Read_AfterMoreOwnCommitsThanTheStoreRemembers_ReadsNothing(int keys, int keysInACommit)
    {
        var store = new RecordingKeyValueStore(new InMemoryKeyValueStore());
        using var mirror = await OpenAsync(store);
        await mirror.CommitAsync(Set("first", "small"), null, default);
        store.Clear();

        for (var key = 0; key < keys; key += keysInACommit)
        {
            var batch = new KeyValueBatch();
            for (var i = key; i < key + keysInACommit; i++)
                batch.Set(s_keys.Peer($"peer-{i}"), "{}"u8.ToArray());
            await mirror.CommitAsync(batch, null, default);
        }

        (await mirror.ReadAsync(default)).Count.Should().BeGreaterThanOrEqualTo(keys);
        store.Count(StoreCallKind.Scan).Should().Be(0);
        store.Count(StoreCallKind.GetMany).Should().Be(0);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2500)]
    [InlineData(false, 1)]
    [InlineData(false, 2500)]
    public async Task Read_AnotherWroteAQuarterOfAllKeys_ReadsThoseAlone(bool file, int keysInACommit)
    {
        const int All = 10_000;
        const int Changed = 2500;
        using var folder = new TempFolder();
        await using var log = file ? await FileKeyValueStore.OpenAsync(folder.StorePath, new() { Durability = Durability.Buffered }) : null;
        var inner = (IKeyValueStore?)log ?? new InMemoryKeyValueStore();
        await FillAsync(0, All, All, key => "{}"u8.ToArray());
        var store = new CommitCounter(inner);
        using var mirror = new StoreMirror(store, s_keys, TimeProvider.System);
        await mirror.ReadAsync(default);
        var scans = store.Scans;

        await FillAsync(100, Changed - 1000, keysInACommit, _ => "{ }"u8.ToArray());
        await FillAsync(5000, 1000, keysInACommit, _ => null);

        (await mirror.ReadAsync(default)).Count.Should().Be(All - 1000);
        (store.Scans, store.Reads).Should().Be((scans, Changed));

        async Task FillAsync(int first, int count, int keysInACommit, Func<int, byte[]?> value)
        {
            foreach (var keys in Enumerable.Range(first, count).Chunk(keysInACommit))
            {
                var batch = new KeyValueBatch();
                foreach (var key in keys)
                    _ = value(key) is { } bytes ? batch.Set(s_keys.Peer($"peer-{key}"), bytes) : batch.Remove(s_keys.Peer($"peer-{key}"));
                await inner.CommitAsync(batch);
            }
        }
    }

    [Fact]
    public async Task GetChanges_MoreKeysRemovedThanAreKept_AsksToLookAgainAndKnowsTheLaterOnes()
    {
        var store = new InMemoryKeyValueStore();
        var first = (await store.GetChangesAsync(null)).Token;
        string? late = null;
        for (var i = 0; i < 30_000; i++)
        {
            await store.CommitAsync(new KeyValueBatch().Set($"{i}", default));
            await store.CommitAsync(new KeyValueBatch().Remove($"{i}"));
            if (i == 29_000)
                late = (await store.GetChangesAsync(null)).Token;
        }

        (await store.GetChangesAsync(first)).Keys.Should().BeNull();
        (await store.GetChangesAsync(late)).Keys.Should().BeEquivalentTo(Enumerable.Range(29_001, 999).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Commit_StoreThatCannotBeAskedWhenManyHaveGathered_Stands()
    {
        var faulty = new FaultyKeyValueStore(new InMemoryKeyValueStore(), StoreFaults.OnEvery(StoreCallKind.GetChanges, StoreFault.Fail));
        using var mirror = new StoreMirror(faulty, s_keys, TimeProvider.System);

        for (var i = 0; i < 5000; i++)
            (await mirror.CommitAsync(Set($"{i}", "own"), null, default)).Should().BeTrue();

        await mirror.Invoking(each => each.ReadAsync(default).AsTask()).Should().ThrowAsync<IOException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Read_OwnCommitsAndThoseOfOthersAtEveryStep_EndsWithWhatIsStored(int seed)
    {
        var random = new Random(seed);
        var inner = new InMemoryKeyValueStore();
        var store = new Interrupted(inner);
        using var mirror = await OpenAsync(store);
        var number = 0;
        for (var round = 0; round < 300; round++)
        {
            store.Between = async () =>
            {
                for (var i = random.Next(3); i > 0; i--)
                    await CommitAsync(random.Next(3) == 0);
            };
            if (random.Next(2) == 0)
                await CommitAsync(isOther: random.Next(4) == 0);
            await mirror.ReadAsync(default);
            store.Between = null;
            if (random.Next(3) > 0)
                continue;
            await mirror.ReadAsync(default);
            await IsWhatIsStoredAsync(mirror, inner);
        }

        async Task CommitAsync(bool isOther)
        {
            var batch = Set($"peer-{random.Next(4)}", $"{number++}");
            if (random.Next(5) == 0)
                batch = new KeyValueBatch().Remove(s_keys.Peer($"peer-{random.Next(4)}"));
            _ = isOther ? await inner.CommitAsync(batch) : await mirror.CommitAsync(batch, random.Next(2) == 0 ? null : Written(batch), default);
        }
    }

    [Fact]
    public async Task Read_ManyThreadsCommitAndRead_EndsWithWhatIsStored()
    {
        var store = new InMemoryKeyValueStore();
        using var one = await OpenAsync(store);
        using var two = await OpenAsync(store);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(thread => Task.Run(async () =>
        {
            var mirror = thread % 3 == 0 ? two : one;
            for (var i = 0; i < 400; i++)
            {
                var batch = Set($"peer-{(thread + i) % 5}", $"{thread}/{i}");
                await mirror.CommitAsync(batch, Written(batch), default);
                if (i % 3 == 0)
                    await mirror.ReadAsync(default);
            }
        })));

        foreach (var mirror in (StoreMirror[])[one, two])
        {
            await mirror.ReadAsync(default);
            await IsWhatIsStoredAsync(mirror, store);
        }
    }

    private static async Task<StoreMirror> OpenAsync(IKeyValueStore store)
    {
        var mirror = new StoreMirror(store, s_keys, new FakeTimeProvider());
        await mirror.RebuildAsync(default);
        return mirror;
    }

    private static KeyValueBatch Set(string peerId, string name) =>
        new KeyValueBatch().Set(s_keys.Peer(peerId), PeerJson.Write(new() { Peer = PeerData.Create(peerId, DateTimeOffset.UnixEpoch) with { DisplayName = name } }));

    private static Func<string, StoredPeer?> Written(KeyValueBatch batch) =>
        peerId => batch.Changes.GetValueOrDefault(s_keys.Peer(peerId)) is { } record ? PeerJson.Read(record.Span, peerId) : null;

    private static async Task IsWhatIsStoredAsync(StoreMirror mirror, InMemoryKeyValueStore store)
    {
        var count = 0;
        await foreach (var (key, value) in store.ScanAsync(s_keys.Peer("")))
        {
            mirror.Directory.Matches(s_keys.PeerOf(key)!, value).Should().BeTrue();
            count++;
        }

        mirror.Directory.Count.Should().Be(count);
    }

    /// <summary>Lets something happen before and after each call is passed on, once: what happens then is not interrupted itself.</summary>
    private sealed class Interrupted(IKeyValueStore inner) : DelegatingKeyValueStore(inner), IChangeTrackingStore
    {
        private bool _isBetween;

        public Func<Task>? Between { get; set; }

        public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            await HappenAsync();
            var committed = await base.CommitAsync(batch, cancellationToken);
            await HappenAsync();
            return committed;
        }

        public override async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
            IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
        {
            await HappenAsync();
            var values = await base.GetManyAsync(keys, cancellationToken);
            await HappenAsync();
            return values;
        }

        public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
            (await GetManyAsync([key], cancellationToken))[0];

        public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
        {
            await HappenAsync();
            var changes = await Inner.Ability<IChangeTrackingStore>()!.GetChangesAsync(since, cancellationToken);
            await HappenAsync();
            return changes;
        }

        private async Task HappenAsync()
        {
            if (Between is null || _isBetween)
                return;
            _isBetween = true;
            await Between();
            _isBetween = false;
        }
    }
}
