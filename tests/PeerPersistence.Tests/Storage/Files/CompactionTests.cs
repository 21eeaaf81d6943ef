using static PeerPersistence.Tests.Storage.Files.StoreHelpers;

namespace PeerPersistence.Tests.Storage.Files;

public sealed class CompactionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1500, 300)]
    [InlineData(100, 2000)]
    public async Task CompactAsync_MuchGarbage_LeavesAtMostAFifthOverTheLiveData(int valueLength, int keys)
    {
        await using var store = await OpenAsync();
        for (var round = 0; round < 3; round++)
            await FillAsync(store, keys, valueLength, (char)('a' + round));
        await store.CompactAsync();
        var live = (await store.AllAsync()).Sum(pair => pair.Key.Length + pair.Value.Length);
        new FileInfo(_folder.StorePath).Length.Should().BeLessThan((long)(1.2 * live)).And.BeGreaterThan(live);
        (await store.AllAsync()).Should().HaveCount(keys).And.OnlyContain(pair => pair.Value == new string('c', valueLength));
    }

    [Theory]
    [InlineData(10, 40_000)]
    [InlineData(100, 4_000)]
    [InlineData(1500, 1_000)]
    [InlineData(300_000, 4)]
    [InlineData(1_500_000, 2)]
    public async Task CompactAsync_RecordsOfAnySize_LeavesAFileThatOpensWithoutDamage(int valueLength, int keys)
    {
        await using (var store = await OpenAsync())
        {
            await FillAsync(store, keys, valueLength, 'a');
            await store.CompactAsync();
        }

        await using var reopened = await OpenAsync();
        reopened.Recovery.IsClean.Should().BeTrue();
        (await reopened.AllAsync()).Should().HaveCount(keys).And.OnlyContain(pair => pair.Value == new string('a', valueLength));
    }

    [Fact]
    public async Task CommitAsync_GarbageExceedsLiveDataAndFloor_CompactsByItself()
    {
        await using (var store = await OpenAsync(new() { CompactionFloorBytes = 100_000 }))
        {
            for (var round = 0; round < 40; round++)
                await FillAsync(store, keys: 20, valueLength: 1500, (char)('a' + round % 26));
        }

        new FileInfo(_folder.StorePath).Length.Should().BeLessThan(300_000);
        await using var reopened = await OpenAsync();
        (await reopened.AllAsync()).Should().HaveCount(20).And.OnlyContain(pair => pair.Value == new string('n', 1500));
    }

    [Fact]
    public async Task CommitAsync_GarbageWithinTheFloorAndThreeQuartersTogether_Stays()
    {
        await using (var store = await OpenAsync(new() { CompactionFloorBytes = 100_000 }))
        {
            await FillAsync(store, keys: 100, valueLength: 1500, 'a');
            for (var i = 0; i < 130; i++)
                await store.SetTextAsync($"{i % 100}", new string('b', 1500));
        }

        new FileInfo(_folder.StorePath).Length.Should().BeGreaterThan(230 * 1500);
    }

    [Fact]
    public async Task CommitAsync_ThreeMegabytesOfGarbage_AreWithinTheDefaultFloor()
    {
        await using (var store = await OpenAsync())
        {
            for (var round = 0; round < 4; round++)
                await FillAsync(store, keys: 10, valueLength: 100_000, (char)('a' + round));
        }

        new FileInfo(_folder.StorePath).Length.Should().BeGreaterThan(4_000_000);
    }

    [Fact]
    public async Task CompactAsync_AllRemoved_LeavesNoOldBytes()
    {
        await using var store = await OpenAsync();
        await store.SetTextAsync("secret-key", "secret-value");
        await store.CommitAsync(new KeyValueBatch().Remove("secret-key"));
        await store.CompactAsync();
        await store.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        bytes.Should().HaveCount(FileHeader.Length);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task CompactAsync_WritesMeanwhile_LosesNone()
    {
        await using (var store = await OpenAsync())
        {
            await FillAsync(store, keys: 200, valueLength: 500, 'x');
            using var stop = new CancellationTokenSource();
            var compacting = Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                    await store.CompactAsync();
            });
            for (var i = 0; i < 200 || !compacting.IsCompleted; i++)
            {
                await store.CommitAsync(i % 3 == 0 ? new KeyValueBatch().Remove($"{i % 200}") : new KeyValueBatch().Set($"{i % 200}", Bytes($"{i}")));
                await store.CommitAsync(new KeyValueBatch().Set("last", Bytes($"{i}")));
            }

            await compacting;
            var expected = await store.AllAsync();
            await store.DisposeAsync();
            await using var reopened = await OpenAsync();
            (await reopened.AllAsync()).Should().Equal(expected);
            reopened.Recovery.IsClean.Should().BeTrue();
        }

        _folder.Names.Should().Equal("peers.db", "peers.db.lock");
    }

    // A thousand at once share their syncs; forty thousand would fill a small heap.
    private static async Task FillAsync(FileKeyValueStore store, int keys, int valueLength, char letter)
    {
        foreach (var some in Enumerable.Range(0, keys).Chunk(1000))
            await Task.WhenAll(some.Select(i => store.SetTextAsync($"{i}", new string(letter, valueLength))));
    }

    private Task<FileKeyValueStore> OpenAsync(FileStoreOptions? options = null) => FileKeyValueStore.OpenAsync(_folder.StorePath, options);
}
