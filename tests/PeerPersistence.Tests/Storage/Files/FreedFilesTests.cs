namespace PeerPersistence.Tests.Storage.Files;

/// <summary>A file that a compaction replaced is given back to the disk in pieces, unless somebody has it still.</summary>
public sealed class FreedFilesTests : IDisposable
{
    private static readonly Dictionary<string, string> All = Enumerable.Range(0, 100).ToDictionary(i => $"{i}", i => new string('x', 100 + i));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task CompactAsync_FormerFileIsLookedAt_IsLeftAsItIs()
    {
        await using var store = await FilledAsync();
        await using var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, new() { ReadOnly = true });

        await store.CompactAsync();

        (await look.AllAsync()).Should().Equal(All);
        (await store.AllAsync()).Should().Equal(All);
    }

    [UnixFact]
    public async Task CompactAsync_FormerFileHasAnotherName_IsLeftAsItIs()
    {
        await using (var store = await FilledAsync())
        {
            PhysicalFileSystem.Instance.TryName(_folder.StorePath, _folder.StorePath + ".linked").Should().BeTrue();
            await store.CompactAsync();
        }

        await using var linked = await FileKeyValueStore.OpenAsync(_folder.StorePath + ".linked");
        (await linked.AllAsync()).Should().Equal(All);
    }

    [UnixFact]
    public async Task CompactAsync_WhileSomebodyScans_IsFreedAfterwards()
    {
        await using var store = await FilledAsync();
        await using var scan = store.ScanAsync("").GetAsyncEnumerator();
        await scan.MoveNextAsync();

        await store.CompactAsync();

        var count = 1;
        for (; await scan.MoveNextAsync(); count++)
            scan.Current.Value.Length.Should().Be(All[scan.Current.Key].Length);
        count.Should().Be(All.Count);
    }

    private async Task<FileKeyValueStore> FilledAsync()
    {
        var store = await FileKeyValueStore.OpenAsync(_folder.StorePath, new() { FreedAtOnce = 1000 });
        foreach (var (key, value) in All)
            await store.SetTextAsync(key, value);
        return store;
    }
}
