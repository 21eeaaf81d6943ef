using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>From secrets and TURN credentials in clear, as earlier versions and the original left them, to sealed ones.</summary>
/// <remarks>They stay as they are while the master key cannot be had, the platform has no cipher, or the store has no room.</remarks>
internal sealed class ClearSecretsMigration(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerRecords records, PeerSecrets secrets, ILogger logger) : ISchemaMigration
{
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (!secrets.CanSeal)
            return false;
        try
        {
            return await Retry.UntilCommittedAsync(() => SealAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SecretUnavailableException or StoreFullException)
        {
            logger.SecretsKeptInClear(e);
            return false;
        }
    }

    private async Task<Outcome<bool>?> SealAsync(CancellationToken cancellationToken)
    {
        var directory = await mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        var ids = directory.Summaries.Where(peer => peer.IsInClear).Select(peer => peer.PeerId).ToList();
        if (ids.Count == 0)
            return new(false);
        var batch = new KeyValueBatch();
        var found = await store.GetManyAsync([.. ids.Select(keys.Peer)], cancellationToken).ConfigureAwait(false);
        foreach (var (peerId, record) in ids.Zip(found))
        {
            if (record is not { } bytes || !PeerJson.TryRead(bytes.Span, peerId, out var stored))
                continue;
            // Beside a sealed secret, what stands in clear was planted.
            var given = stored.HasClearSecret ? stored.Peer : stored.Peer with { SharedSecret = null };
            var sealedPeer = await secrets.MergeAsync(stored, given, inStore: null, batch, cancellationToken).ConfigureAwait(false);
            batch.Expect(keys.Peer(peerId), bytes).Set(keys.Peer(peerId), PeerJson.Write(sealedPeer));
        }

        // So that the next step gets rid of the bytes in clear, now or at the next opening.
        if (await store.GetAsync(keys.OriginalKey, cancellationToken).ConfigureAwait(false) is null)
            batch.Expect(keys.OriginalKey, (byte[]?)null).Set(keys.OriginalKey, OriginalSecretsMigration.KeyGone);
        return await records.CommitAsync(batch, cancellationToken).ConfigureAwait(false) ? new(true) : null;
    }
}
