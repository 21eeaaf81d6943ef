namespace PeerPersistence;

/// <summary>What changed in the database: the keys of this store's own commits, and that there were others.</summary>
/// <remarks>
/// Asks the session that writes, because SQLite's data version tells of everybody's commits but the asking session's own.
/// </remarks>
internal sealed class SqliteChanges(SqliteSession session)
{
    private ChangeLog _own = new();
    private long _before;
    private long _dataVersion = session.DataVersion();

    public void Add(IEnumerable<string> keys) => _own.Add(keys);

    public StoreChanges Since(long revision)
    {
        var dataVersion = session.DataVersion();
        if (dataVersion != _dataVersion)
        {
            // Nobody tells which keys others changed: what is older than now is not known any more.
            _dataVersion = dataVersion;
            _before += _own.Since(0).Revision;
            _own = new();
        }

        var changes = _own.Since(revision - _before);
        return changes with { Revision = changes.Revision + _before };
    }
}
