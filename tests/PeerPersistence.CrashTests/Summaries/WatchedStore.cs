namespace PeerPersistence.CrashTests.Summaries;

/// <summary>Counts scans; where its tokens do not last, a service on it reads every record.</summary>
internal sealed class WatchedStore(IKeyValueStore inner, bool isLasting) : DelegatingKeyValueStore(inner), IChangeTrackingStore
{
    public int Scans { get; private set; }

    public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default)
    {
        Scans++;
        return base.ScanAsync(prefix, cancellationToken);
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        var changes = await Inner.Ability<IChangeTrackingStore>()!.GetChangesAsync(since, cancellationToken);
        return changes with { IsLasting = isLasting && changes.IsLasting };
    }
}
