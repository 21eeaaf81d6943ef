namespace PeerPersistence.Cli;

/// <summary>The store in an SQLite database. Others may work on it meanwhile.</summary>
internal sealed class SqliteScheme : IStoreScheme
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "sqlite";

    public string Form => "sqlite:PATH";

    public bool IsShared => true;

    public string Describe(string place) => place;

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
