namespace PeerPersistence.Cli;

/// <summary>A store in PostgreSQL. Others may work on it meanwhile.</summary>
internal sealed class PostgreSqlScheme : IStoreScheme
{
    private const string DefaultName = "default";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "postgres";

    public string Form => "postgres:[NAME;]Host=…;Database=…";

    public bool IsShared => true;

    /// <summary>The store's name: the connection string may hold a password.</summary>
    public string Describe(string place) => Split(place).Name;

    public IReadOnlyList<string> Files(string place) => [];

    public async Task<StoreSnapshot> ReadAsync(string place, CancellationToken cancellationToken)
    {
        var store = await OpenAsync(place, mayCreate: false, cancellationToken).ConfigureAwait(false);
        await using (((IAsyncDisposable)store).ConfigureAwait(false))
            return await StoreSnapshot.OfAsync(store, recovery: null, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IKeyValueStore> OpenAsync(string place, bool mayCreate, CancellationToken cancellationToken)
    {
        var (name, connection) = Split(place);
        var store = new PostgreSqlKeyValueStore(connection, name, new() { CreateTable = mayCreate, RetryTimeout = Patience });
        try
        {
            if (mayCreate || await store.AnyAsync("", cancellationToken).ConfigureAwait(false))
                return store;
            throw ToolException.Store($"There is no store at {new StoreAddress(this, place)}.");
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static (string Name, string Connection) Split(string place) =>
        place.Split(';', 2) is [var name, var connection] && !name.Contains('=') ? (name, connection) : (DefaultName, place);
}
