namespace PeerPersistence.Tests;

/// <summary>A store in which what is written of one peer waits for as long as a test wants.</summary>
internal sealed class HeldStore(string peerId) : DelegatingKeyValueStore(new InMemoryKeyValueStore())
{
    private volatile TaskCompletionSource<bool>? _held;

    public IDisposable Hold() => new Holding(this, _held = new(TaskCreationOptions.RunContinuationsAsynchronously));

    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        if (_held is { } held && batch.Changes.Keys.Any(key => key.EndsWith(peerId, StringComparison.Ordinal)))
            await held.Task.WaitAsync(cancellationToken);
        return await base.CommitAsync(batch, cancellationToken);
    }

    private sealed class Holding(HeldStore store, TaskCompletionSource<bool> held) : IDisposable
    {
        public void Dispose()
        {
            store._held = null;
            held.TrySetResult(true);
        }
    }
}
