namespace PeerPersistence.PostgreSql.Tests.Summaries;

/// <summary>A process that is gone after so many commits: nothing of what it is told after that reaches the store.</summary>
internal sealed class Mortal(IKeyValueStore inner, int commits) : DelegatingKeyValueStore(inner)
{
    private int _commits;

    public bool IsGone => _commits > commits;

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        ++_commits > commits ? throw new PeerPersistenceException("The process is gone.") : base.CommitAsync(batch, cancellationToken);
}
