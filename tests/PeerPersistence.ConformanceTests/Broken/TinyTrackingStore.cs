using System.Globalization;

namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>A tiny store that tells what changed: its token is the length of the log, plus one.</summary>
internal class TinyTrackingStore(TinyPlace place) : TinyStore(place), IChangeTrackingStore
{
    public virtual ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        Begin(this, cancellationToken);
        lock (Gate)
            return new(Since(int.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length - 1 : null, Place.Log));
    }

    protected virtual StoreChanges Since(int? length, List<string> log) =>
        new((log.Count + 1).ToString(CultureInfo.InvariantCulture), length is { } skipped ? log.Skip(skipped).ToHashSet(StringComparer.Ordinal) : null);
}
