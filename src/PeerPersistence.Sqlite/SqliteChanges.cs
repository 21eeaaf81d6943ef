namespace PeerPersistence;

/// <summary>What changed in the database: the keys of this store's own commits, and that there were others.</summary>
/// <remarks>
/// Asks the session that writes, because SQLite's data version tells of everybody's commits but the asking session's own.
/// </remarks>
internal sealed class SqliteChanges(SqliteSession session)
{
    /// <summary>Counting the keys would read the whole database.</summary>
    private const int PresumedKeys = 32 * 1024;

    private ChangeLog _own = new();
    private long _dataVersion = session.DataVersion();

    public void Add(IEnumerable<string> keys) => _own.Add(keys, PresumedKeys);

    public StoreChanges Since(string? token)
    {
        var dataVersion = session.DataVersion();
        if (dataVersion != _dataVersion)
        {
            // Nobody tells which keys others changed: what is older than now is not known any more.
            _dataVersion = dataVersion;
            _own = new();
        }

        return _own.Since(token);
    }
}
