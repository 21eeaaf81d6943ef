namespace PeerPersistence.Benchmarks.Costs;

/// <summary>A store on which a service reads every record when it opens: tokens do not last.</summary>
internal sealed class WithoutSummaries(IKeyValueStore inner) : DelegatingKeyValueStore(inner), IChangeTrackingStore
{
    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default) =>
        await Inner.Ability<IChangeTrackingStore>()!.GetChangesAsync(since, cancellationToken) with { IsLasting = false };
}
