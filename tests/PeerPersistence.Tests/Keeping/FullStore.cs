namespace PeerPersistence.Tests;

/// <summary>A store that has no room, for as long as a test wants.</summary>
internal sealed class FullStore(Func<bool> isFull) : DelegatingKeyValueStore(new InMemoryKeyValueStore())
{
    private int _refused;
    private int _commits;

    public int Refused => _refused;

    public int Commits => _commits;

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref isFull() ? ref _refused : ref _commits);
        return isFull() ? throw new StoreFullException("No room.") : base.CommitAsync(batch, cancellationToken);
    }
}
