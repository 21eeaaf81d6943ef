namespace PeerPersistence;

/// <summary>From the original's key, where the key ring belongs, to the same key set aside.</summary>
internal sealed class OriginalKeyMigration(IKeyValueStore store, StorageKeys keys, PeerRecords records) : ISchemaMigration
{
    public Task<bool> RunAsync(CancellationToken cancellationToken) =>
        Retry.UntilCommittedAsync(() => SetAsideAsync(cancellationToken), cancellationToken);

    private async Task<Outcome<bool>?> SetAsideAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(keys.KeyRing, cancellationToken).ConfigureAwait(false) is not { } jwk
            || !OriginalSecret.IsKey(jwk))
            return new(false);
        var batch = new KeyValueBatch().Expect(keys.KeyRing, jwk).Remove(keys.KeyRing).Set(keys.OriginalKey, jwk);
        return await records.CommitAsync(batch, cancellationToken).ConfigureAwait(false) ? new(true) : null;
    }
}
