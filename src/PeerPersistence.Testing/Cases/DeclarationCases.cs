namespace PeerPersistence.Testing;

/// <summary>A store is what it declares to be.</summary>
internal static class DeclarationCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("declared-as-it-is", "A store declares ChangeTracking exactly when it is an IChangeTrackingStore.", async run =>
        {
            var isTracking = await run.OpenAsync().ConfigureAwait(false) is IChangeTrackingStore;
            StoreProbe.Check(isTracking == run.Can(StoreCapabilities.ChangeTracking), isTracking ? "It is one and does not declare it." : "It declares it and is none.");
        }),
        new("new-place-empty", "A new place is empty.", async run =>
        {
            var store = await run.OpenAsync().ConfigureAwait(false);
            await store.ScansAsync("").ConfigureAwait(false);
        }),
        new("places-apart", "Two places have nothing in common.", async run =>
        {
            var store = await run.OpenAsync().ConfigureAwait(false);
            await store.PutAsync("k", "here").ConfigureAwait(false);
            await (await run.OpenElsewhereAsync().ConfigureAwait(false)).ScansAsync("").ConfigureAwait(false);
            await store.HoldsAsync("k", "here").ConfigureAwait(false);
        }),
    ];
}
