using System.Reflection;
using static PeerPersistence.Tests.Storage.Files.StoreHelpers;

namespace PeerPersistence.Tests.Storage.Files;

/// <summary>A commit is in the file, and what memory should hold of it could not be taken in, as where memory runs out.</summary>
public sealed class UntakenCommitTests : IDisposable
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CommitAsync_WrittenAndNotTakenIn_NothingIsDeniedAndAllIsThereWhenOpenedAgain()
    {
        await using (var store = await OpenAsync())
        {
            await store.SetTextAsync("a", "before");
            BreakMemoryOf(store);

            (await store.Awaiting(one => one.SetTextAsync("a", "written")).Should().ThrowAsync<PeerPersistenceException>())
                .Which.Message.Should().Contain("opened again").And.NotContain("Nothing was committed");

            foreach (var verb in Verbs())
                (await store.Awaiting(verb).Should().ThrowAsync<PeerPersistenceException>()).Which.Message.Should().Contain("Open the store again");
        }

        await using var reopened = await OpenAsync();
        (await reopened.AllAsync()).Should().Equal(new Dictionary<string, string> { ["a"] = "written" });
    }

    private static IEnumerable<Func<FileKeyValueStore, Task>> Verbs() =>
    [
        store => store.GetAsync("a").AsTask(),
        store => store.GetManyAsync(["a"]).AsTask(),
        store => store.AllAsync(),
        store => store.GetChangesAsync(null).AsTask(),
        store => store.SetTextAsync("b", "later"),
        store => store.CommitAsync(new KeyValueBatch().Expect("a", null)).AsTask(),
        store => store.CompactAsync(),
    ];

    /// <summary>The next change finds no table to be noted in.</summary>
    private static void BreakMemoryOf(FileKeyValueStore store)
    {
        var map = typeof(FileKeyValueStore).GetField("_map", Inner)!.GetValue(store)!;
        map.GetType().GetField("_changes", Inner)!.SetValue(map, null);
    }

    private Task<FileKeyValueStore> OpenAsync() => FileKeyValueStore.OpenAsync(_folder.StorePath);
}
