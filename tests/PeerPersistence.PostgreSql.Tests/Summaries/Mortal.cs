namespace PeerPersistence.PostgreSql.Tests.Summaries;

/// <summary>A process that is gone after so many commits: nothing of what it is told after that reaches the store.</summary>
internal sealed class Mortal(IKeyValueStore inner, int commits) : DelegatingKeyValueStore(inner)
{
    private int _commits;

    public bool IsGone => _commits > commits;

    /// <summary>What happens while its last commit is on its way.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        if (++_commits > commits)
            throw new PeerPersistenceException("The process is gone.");
        if (_commits == commits)
            await Meanwhile();
        return await base.CommitAsync(batch, cancellationToken);
    }
}
