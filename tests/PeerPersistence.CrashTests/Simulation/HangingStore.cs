namespace PeerPersistence.CrashTests.Simulation;

/// <summary>What is done with a store on a disk that does not answer.</summary>
internal static class HangingStore
{
    /// <param name="files">The disk.</param>
    /// <param name="patience">How long a rename may take; nobody waits, unless set.</param>
    public static Task<FileKeyValueStore> OpenAsync(IFileSystem files, TimeSpan patience = default) => FileKeyValueStore.OpenAsync(
        Script.Path, new() { CompactionFloorBytes = long.MaxValue, RenamePatience = patience, Time = new HurriedTime() }, files, CancellationToken.None);

    public static Task<bool> CommitAsync(FileKeyValueStore store, string key) => store.CommitAsync(new KeyValueBatch().Set(key, new byte[100])).AsTask();

    public static async Task<List<string>> KeysAsync(FileKeyValueStore store)
    {
        var keys = new List<string>();
        await foreach (var (key, _) in store.ScanAsync(""))
            keys.Add(key);
        return keys;
    }

    /// <summary>Tries again for as long as the system owes its answer.</summary>
    public static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> attempt)
    {
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (e is StoreLockedException || e.Message.Contains("not answered", StringComparison.Ordinal))
            {
                await Task.Yield();
            }
        }
    }
}
