using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>The steps from every older stored form to the present one, in the order in which an opening takes them.</summary>
/// <remarks>A new step goes to the end, with an example of the form that it finds beside the tests; none is changed or removed.</remarks>
internal static class SchemaMigrations
{
    public static IReadOnlyList<ISchemaMigration> All(
        IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerRecords records, PeerSecrets secrets, ILogger logger) =>
    [
        new OriginalKeyMigration(store, keys, records),
        new OriginalSecretsMigration(store, keys, mirror, records, secrets, logger),
        new OriginalTracesMigration(store, keys, records, logger),
    ];

    public static async Task RunAsync(IReadOnlyList<ISchemaMigration> steps, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (await step.RunAsync(cancellationToken).ConfigureAwait(false))
                logger.Migrated(step.GetType().Name);
        }
    }
}
