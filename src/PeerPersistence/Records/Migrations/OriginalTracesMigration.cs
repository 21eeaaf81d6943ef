using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>From a store whose old bytes still hold the original's key, or credentials, in clear to one that got rid of them.</summary>
/// <remarks>
/// It waits for the next opening where the store has no room, or somebody is reading it. Where the key was,
/// or would have been, there is <see cref="OriginalSecretsMigration.KeyGone"/> until the store has compacted, if it can.
/// </remarks>
internal sealed class OriginalTracesMigration(
    IKeyValueStore store, StorageKeys keys, PeerRecords records, ILogger logger) : ISchemaMigration
{
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Retry.UntilCommittedAsync(() => CleanAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreFullException or StoreLockedException)
        {
            logger.OriginalTracesKept(e);
            return false;
        }
    }

    private async Task<Outcome<bool>?> CleanAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(keys.OriginalKey, cancellationToken).ConfigureAwait(false) is not { } mark)
            return new(false);
        if (OriginalSecret.IsKey(mark))
            return new(false); // Still needed: the secrets could not be sealed anew yet.
        if (store.Ability<ICompactingStore>() is { } compacting)
            await compacting.CompactAsync(cancellationToken).ConfigureAwait(false);
        var batch = new KeyValueBatch().Expect(keys.OriginalKey, mark).Remove(keys.OriginalKey);
        return await records.CommitAsync(batch, cancellationToken).ConfigureAwait(false) ? new(true) : null;
    }
}
