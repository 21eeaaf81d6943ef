using PeerPersistence.Tests.Recorded;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>Databases as they were written on a day: they open, hold everything, and go on.</summary>
public sealed class RecordedSqliteTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Days => RecordedData.Days;

    [Theory, MemberData(nameof(Days))]
    public async Task SqliteStore_RecordedEarlier_HoldsEverythingAndGoesOn(string day)
    {
        var keys = RecordedData.KeyFile(day);
        if (RecordedData.Missing("peers.sqlite") is not null)
            await UseAsync(RecordedData.PathOf(day, "peers.sqlite"), store => RecordedStory.TellAsync(store, keys));
        File.Copy(RecordedData.PathOf(day, "peers.sqlite"), _folder.Database);

        await RecordedStore.ShouldTellAndGoOnAsync(RecordedData.Json(day, "expected.json"), keys, use => UseAsync(_folder.Database, use));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task UseAsync(string path, Func<IKeyValueStore, Task> use)
    {
        await using var store = await SqliteKeyValueStore.OpenAsync(path);
        await use(store);
    }
}
