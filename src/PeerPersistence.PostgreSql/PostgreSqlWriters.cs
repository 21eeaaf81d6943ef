using System.Collections.Concurrent;

namespace PeerPersistence;

/// <summary>A store object's writers: as many as commits are made at the same time, so that these share syncs.</summary>
internal sealed class PostgreSqlWriters(Random random) : IAsyncDisposable
{
    /// <summary>Each takes a connection while it commits, and leaves a row.</summary>
    private const int Most = 4;

    private readonly SemaphoreSlim _free = new(Most, Most);
    private readonly ConcurrentStack<PostgreSqlWriter> _idle = new(); // The last first: who commits one by one needs one.

    public async ValueTask<PostgreSqlWriter> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _idle.TryPop(out var writer) ? writer : new(random);
    }

    public void Return(PostgreSqlWriter writer)
    {
        _idle.Push(writer);
        _free.Release();
    }

    /// <summary>Waits until nobody commits.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Most; i++)
            await _free.WaitAsync().ConfigureAwait(false);
        _free.Release(Most); // Not disposed of: somebody may still wait for it, to be told.
    }
}
