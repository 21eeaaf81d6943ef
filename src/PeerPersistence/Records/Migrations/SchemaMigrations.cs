using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>The steps from every older stored form to the present one, in the order in which an opening takes them.</summary>
/// <remarks>
/// A new step goes to the end, before the one that cleans up, with an example of the form that it finds beside the tests; none is changed
/// or removed.
/// </remarks>
internal static class SchemaMigrations
{
    public static IReadOnlyList<ISchemaMigration> All(
        IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerRecords records, PeerSecrets secrets, ILogger logger) =>
    [
        new OriginalKeyMigration(store, keys, records),
        new OriginalSecretsMigration(store, keys, mirror, records, secrets, logger),
        new ClearSecretsMigration(store, keys, mirror, records, secrets, logger),
        new OriginalTracesMigration(store, keys, records, logger),
    ];

    /// <summary>Whether a store may hold an older form: nearly all hold none, and are spared the steps.</summary>
    public static async Task<bool> AreDueAsync(
        IKeyValueStore store, StorageKeys keys, PeerDirectory directory, CancellationToken cancellationToken) =>
        directory.HasClear
        || await store.GetAsync(keys.OriginalKey, cancellationToken).ConfigureAwait(false) is not null
        || (await store.GetAsync(keys.KeyRing, cancellationToken).ConfigureAwait(false) is { } ring && OriginalSecret.IsKey(ring));

    public static async Task RunAsync(IReadOnlyList<ISchemaMigration> steps, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (await step.RunAsync(cancellationToken).ConfigureAwait(false))
                logger.Migrated(step.GetType().Name);
        }
    }
}

/// <summary>One step from an older stored form towards the present one; see <see cref="SchemaMigrations"/>.</summary>
/// <remarks>
/// A step finds out from what is stored whether there is anything to do, and is one commit that expects what it read: killed
/// before that, the next opening takes the step again; killed after it, finds it done. Several openings at once are no different.
/// </remarks>
internal interface ISchemaMigration
{
    /// <summary>Takes the step; nothing happens where the store does not hold the older form.</summary>
    /// <returns>Whether anything was done.</returns>
    Task<bool> RunAsync(CancellationToken cancellationToken);
}
