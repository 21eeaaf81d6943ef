namespace PeerPersistence.Benchmarks.Storage;

/// <summary>One of those that are compared.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="MostRecords">Beyond this it would only hold up the run.</param>
/// <param name="OpenAsync">Opens it in a folder, or makes it there.</param>
internal sealed record Contestant(string Name, int MostRecords, Func<string, Task<ICommitter>> OpenAsync)
{
    public static readonly Contestant FileStore = new("the file store", int.MaxValue, async folder =>
        new KeyValueContestant(await FileKeyValueStore.OpenAsync(Path.Combine(folder, "store"))));

    /// <summary>What the file store does between two compactions.</summary>
    public static readonly Contestant FileStoreGrowing = new("the same, never compacting", int.MaxValue, async folder =>
        new KeyValueContestant(await FileKeyValueStore.OpenAsync(Path.Combine(folder, "store"), new() { CompactionFloorBytes = long.MaxValue })));

    public static readonly Contestant SqliteStore = new("the SQLite store", int.MaxValue, async folder =>
        new KeyValueContestant(await SqliteKeyValueStore.OpenAsync(Path.Combine(folder, "store.db"))));

    public static readonly Contestant SqlitePlain = Of("SQLite, a transaction each", 10_000, folder => new SqlitePlain(folder));

    public static readonly Contestant SqliteBatched = Of("SQLite, one batching writer", int.MaxValue, folder => new BatchedTable(new SqliteTable(folder)));

    public static readonly Contestant RocksDb = Of("RocksDB, batched", int.MaxValue, folder => new BatchedTable(new RocksDbTable(folder)));

    public static readonly Contestant Faster = Of("FASTER, batched", int.MaxValue, folder => new BatchedTable(new FasterTable(folder)));

    public static readonly Contestant Lmdb = Of("LMDB, batched", int.MaxValue, folder => new BatchedTable(new LmdbTable(folder)));

    public static readonly Contestant LiteDb = Of("LiteDB, batched", 10_000, folder => new BatchedTable(new LiteDbTable(folder)));

    public static readonly Contestant ZoneTree = Of("ZoneTree, batched", int.MaxValue, folder => new BatchedTable(new ZoneTreeTable(folder)));

    public static readonly Contestant JsonFile = Of("one JSON file, batched", 200, folder => new BatchedTable(new JsonFileTable(folder)));

    public static readonly Contestant FilePerKey = Of("a file per key", 10_000, folder => new FilePerKey(folder));

    public static readonly Contestant BareAppend = Of("bare append and sync", int.MaxValue, folder => new BareAppend(folder));

    public static readonly Contestant BareGroup = Of("bare group-commit loop", int.MaxValue, folder => new BareGroupCommit(folder));

    public static IReadOnlyList<Contestant> All { get; } =
        [FileStore, FileStoreGrowing, SqliteStore, SqlitePlain, SqliteBatched, RocksDb, Faster, Lmdb, LiteDb, ZoneTree, JsonFile, FilePerKey, BareAppend, BareGroup];

    private static Contestant Of(string name, int mostRecords, Func<string, ICommitter> open) =>
        new(name, mostRecords, folder => Task.FromResult(open(folder)));
}
