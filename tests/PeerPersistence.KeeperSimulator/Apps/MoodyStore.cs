namespace PeerPersistence.KeeperSimulator;

/// <summary>A disk that is full, or fails, for a while.</summary>
internal sealed class MoodyStore(World world) : DelegatingKeyValueStore(new InMemoryKeyValueStore())
{
    /// <summary>How it is.</summary>
    public Mood Mood { get; private set; }

    /// <summary>Since when it takes everything again.</summary>
    public TimeSpan WellSince { get; private set; }

    /// <summary>How many calls it refused.</summary>
    public int Refused { get; private set; }

    public void Turn(Mood mood) => (Mood, WellSince) = (mood, world.Now);

    public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        RefuseIf(Mood == Mood.Failing);
        return base.GetAsync(key, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        RefuseIf(Mood == Mood.Failing);
        return base.GetManyAsync(keys, cancellationToken);
    }

    public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default)
    {
        RefuseIf(Mood == Mood.Failing);
        return base.ScanAsync(prefix, cancellationToken);
    }

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        RefuseIf(Mood != Mood.Well);
        return base.CommitAsync(batch, cancellationToken);
    }

    private void RefuseIf(bool isBad)
    {
        if (!isBad)
            return;
        Refused++;
        throw Mood == Mood.Full ? new StoreFullException("The disk is full.") : new IOException("The disk fails.");
    }
}

/// <summary>How a disk is.</summary>
internal enum Mood
{
    Well,

    /// <summary>It takes no commit.</summary>
    Full,

    /// <summary>It neither takes nor gives.</summary>
    Failing,
}
