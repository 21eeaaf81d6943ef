namespace PeerPersistence.Testing;

/// <summary>A store is what it declares to be.</summary>
internal static class DeclarationCases
{
    private static readonly (StoreCapabilities, Type)[] s_abilities =
    [
        (StoreCapabilities.ChangeTracking, typeof(IChangeTrackingStore)),
        (StoreCapabilities.BatchReading, typeof(IBatchReadingStore)),
        (StoreCapabilities.Compaction, typeof(ICompactingStore)),
        (StoreCapabilities.Flushing, typeof(IFlushableStore)),
        (StoreCapabilities.Recovery, typeof(IRecoveringStore)),
        (StoreCapabilities.ReadOnly, typeof(IReadOnlyStore)),
        (StoreCapabilities.Rekeying, typeof(IRekeyableStore)),
    ];

    public static IEnumerable<ConformanceCase> All =>
    [
        new("declared-as-it-is", "A store has what it declares, and declares what it has, but for reading many keys.", async run =>
        {
            var store = await run.OpenAsync().ConfigureAwait(false);
            foreach (var (capability, ability) in s_abilities)
            {
                var isOne = store.Ability(ability) is not null;
                // The cases of many keys run wherever the ability is, so nobody has to declare it. Who declares it must have it.
                StoreProbe.Check(
                    isOne == run.Can(capability) || (isOne && capability == StoreCapabilities.BatchReading),
                    isOne ? $"It is an {ability.Name} and does not declare {capability}."
                        : $"It declares {capability} and is no {ability.Name}.");
            }
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
