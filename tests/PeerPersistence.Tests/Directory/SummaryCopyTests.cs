using PeerPersistence.Testing;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests;

/// <summary>Summaries that were copied with the records, into a store whose states have the names of those that they are of.</summary>
public sealed class SummaryCopyTests : IDisposable
{
    private const int Peers = 300;

    private static readonly StorageKeys s_keys = new("mesh:");

    private readonly TempFolder _folder = new();

    private string ClonePath => _folder.StorePath + "2";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Open_CopiedKeyByKeyIntoACloneOfTheFile_IsWhatTheRecordsSay(int keysACommit)
    {
        await using (await OpenAsync(_folder.StorePath))
        {
        }

        File.Copy(_folder.StorePath, ClonePath);
        await using var first = await OpenAsync(_folder.StorePath);
        await FillAsync(first);
        var clone = await File.ReadAllBytesAsync(ClonePath);
        for (var before = 0; before < 12; before++)
        {
            await File.WriteAllBytesAsync(ClonePath, clone);
            await using var second = await OpenAsync(ClonePath);
            for (var i = 0; i < before; i++)
                await second.CommitAsync(i % 2 == 0 ? new KeyValueBatch().Set("app", default) : new KeyValueBatch().Remove("app"));
            await CopyAsync(first, second, keysACommit);

            (await ShownDirectory.DifferenceAsync(second, s_keys, new TestClock())).Should().BeNull("{0} commits before", before);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Open_CopiedKeyByKeyOverACloneThatWentItsOwnWay_IsWhatTheRecordsSay(int keysACommit)
    {
        await using (var common = await OpenAsync(_folder.StorePath))
            await FillAsync(common);
        File.Copy(_folder.StorePath, ClonePath);
        await using var first = await OpenAsync(_folder.StorePath);
        await using var second = await OpenAsync(ClonePath);
        await using (var service = Serve(second))
        {
            await service.StorePeerAsync(Peer(Peers + 1));
            await service.SetPinnedAsync(Peer(1).PeerId, true);
        }

        await using (var service = Serve(first))
        {
            for (var i = 0; i < Peers / 2; i++)
                await service.RecordFailedAttemptAsync(Peer(i).PeerId);
        }

        await using (var service = Serve(first))
            await service.InitializeAsync(); // writes them again
        await CopyAsync(first, second, keysACommit);

        (await ShownDirectory.DifferenceAsync(second, s_keys, new TestClock())).Should().BeNull();
    }

    private static Task<FileKeyValueStore> OpenAsync(string path) => FileKeyValueStore.OpenAsync(path, new() { Durability = Durability.Buffered });

    /// <summary>Peers, their summaries, and what is not in these yet.</summary>
    private static async Task FillAsync(FileKeyValueStore store)
    {
        await using (var service = Serve(store))
            await service.StorePeersAsync(Enumerable.Range(0, Peers).Select(Peer));
        await using (var service = Serve(store))
            await service.InitializeAsync();
        await using (var service = Serve(store))
        {
            for (var i = 0; i < 4; i++)
                await service.SetPinnedAsync(Peer(i).PeerId, true);
        }
    }

    private static async Task CopyAsync(FileKeyValueStore from, FileKeyValueStore to, int keysACommit)
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> all = [];
        await foreach (var pair in from.ScanAsync(""))
            all.Add(pair);
        foreach (var some in all.Chunk(keysACommit))
        {
            var batch = new KeyValueBatch();
            foreach (var (key, value) in some)
                batch.Set(key, value);
            (await to.CommitAsync(batch)).Should().BeTrue();
        }
    }

    private static PeerData Peer(int i) => PeerData.Create($"peer-{i:000}", new TestClock().GetUtcNow().AddMinutes(-i));

    private static PeerPersistenceService Serve(IKeyValueStore store) =>
        new(store, new() { MaxPeers = 1000 }, new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()), new TestClock());
}
