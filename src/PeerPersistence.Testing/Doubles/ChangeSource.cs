using System.Globalization;

namespace PeerPersistence.Testing;

/// <summary>What a store in front of another can tell of changes: what the other tells, or that it does not know.</summary>
internal sealed class ChangeSource(IKeyValueStore inner)
{
    private long _asked;

    public ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken) =>
        inner.Ability<IChangeTrackingStore>() is { } tracking
            ? tracking.GetChangesAsync(since, cancellationToken)
            : new(new StoreChanges(Interlocked.Increment(ref _asked).ToString(CultureInfo.InvariantCulture), null));
}
