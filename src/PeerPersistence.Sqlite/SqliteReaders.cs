namespace PeerPersistence;

/// <summary>Sessions for reading, kept for the next reader. Each reads the last committed state, whoever writes meanwhile.</summary>
internal sealed class SqliteReaders(SqliteDatabase database) : IDisposable
{
    private const int Kept = 8;

    private readonly Stack<SqliteSession> _idle = new();
    private bool _isClosed;

    public SqliteSession Rent()
    {
        lock (_idle)
        {
            ThrowIfClosed();
            if (_idle.Count > 0)
                return _idle.Pop();
        }

        return database.Open();
    }

    public void Return(SqliteSession session)
    {
        lock (_idle)
        {
            if (!_isClosed && _idle.Count < Kept)
            {
                _idle.Push(session);
                return;
            }
        }

        database.Close(session);
    }

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed), typeof(SqliteKeyValueStore));

    public void Dispose()
    {
        lock (_idle)
        {
            Volatile.Write(ref _isClosed, true);
            while (_idle.Count > 0)
                database.Close(_idle.Pop());
        }
    }
}
