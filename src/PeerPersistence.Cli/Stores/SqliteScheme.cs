namespace PeerPersistence.Cli;

/// <summary>The store in an SQLite database. Others may work on it meanwhile.</summary>
internal sealed class SqliteScheme : IStoreScheme
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    public string Name => "sqlite";

    public string Form => "sqlite:PATH";

    public bool IsShared => true;

    public string Describe(string place) => place;

    public IReadOnlyList<string> Files(string place) => [place, place + "-wal", place + "-shm"];

    /// <summary>Whether a file is an SQLite database, or, if there is none, is called like one.</summary>
    public static bool IsIts(string path)
    {
        if (!File.Exists(path))
            return Path.GetExtension(path).StartsWith(".sqlite", StringComparison.OrdinalIgnoreCase);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[Magic.Length];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Opening it as a file store says what is wrong.
        }
    }

    public async Task<StoreSnapshot> ReadAsync(string place, CancellationToken cancellationToken)
    {
        StoreFiles.ThrowIfMissing(place, this);
        var store = await OpenAsync(place, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
            return await StoreSnapshot.OfAsync(store, recovery: null, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IKeyValueStore> OpenAsync(string place, bool mayCreate, CancellationToken cancellationToken)
    {
        if (!mayCreate)
            StoreFiles.ThrowIfMissing(place, this);
        return await OpenAsync(place, cancellationToken).ConfigureAwait(false);
    }

    private static Task<SqliteKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken) =>
        SqliteKeyValueStore.OpenAsync(place, new() { BusyTimeout = Patience, AllowSharedFile = true }, cancellationToken);
}
