using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Seals the original's secrets anew, whose key lay in clear beside them, and removes that key.</summary>
/// <remarks>
/// First the key is set aside, then one commit holds every secret, sealed again, and the key's removal. Whatever happens in
/// between, the next opening goes on from there. A secret that cannot be opened stays as it is.
/// </remarks>
internal sealed class OriginalMigration(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerRecords records, PeerSecrets secrets, ILogger logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Retry.UntilCommittedAsync(() => SetKeyAsideAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            await Retry.UntilCommittedAsync(() => ResealAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException e)
        {
            logger.OriginalSecretsKept(e);
        }
    }

    private async Task<Outcome<bool>?> SetKeyAsideAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(keys.KeyRing, cancellationToken).ConfigureAwait(false) is not { } jwk
            || OriginalSecret.ReadKey(jwk) is not { } key)
            return new(false);
        CryptographicOperations.ZeroMemory(key);
        var batch = new KeyValueBatch().Expect(keys.KeyRing, jwk).Remove(keys.KeyRing).Set(keys.OriginalKey, jwk);
        return await records.CommitAsync(batch, cancellationToken).ConfigureAwait(false) ? new(true) : null;
    }

    private async Task<Outcome<bool>?> ResealAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(keys.OriginalKey, cancellationToken).ConfigureAwait(false) is not { } jwk)
            return new(false);
        var batch = new KeyValueBatch().Expect(keys.OriginalKey, jwk).Remove(keys.OriginalKey);
        var key = OriginalSecret.ReadKey(jwk);
        try
        {
            var (opened, kept) = key is null ? (0, 0) : await ResealAsync(batch, key, cancellationToken).ConfigureAwait(false);
            if (!await records.CommitAsync(batch, cancellationToken).ConfigureAwait(false))
                return null;
            logger.SecretsResealed(opened, kept);
            return new(true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task<(int Opened, int Kept)> ResealAsync(KeyValueBatch batch, byte[] key, CancellationToken cancellationToken)
    {
        var (opened, kept) = (0, 0);
        var directory = await mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var peerId in directory.Ids())
        {
            if (await store.GetAsync(keys.Peer(peerId), cancellationToken).ConfigureAwait(false) is not { } bytes
                || !PeerJson.TryRead(bytes.Span, peerId, out var stored) || stored.HasSealedSecret)
                continue;
            if (await OpenAsync(stored, key, cancellationToken).ConfigureAwait(false) is { } secret)
            {
                var peer = stored.Peer with { SharedSecret = secret };
                var again = await secrets.MergeAsync(stored with { Envelope = null, Peer = peer with { SharedSecret = null } }, peer, batch, cancellationToken).ConfigureAwait(false);
                batch.Expect(keys.Peer(peerId), bytes).Set(keys.Peer(peerId), PeerJson.Write(again));
                opened++;
            }
            else if (stored.Envelope is not null)
            {
                kept++;
            }
        }

        return (opened, kept);
    }

    /// <summary>The secret, which the original may also have left in clear.</summary>
    private static async ValueTask<string?> OpenAsync(StoredPeer stored, byte[] key, CancellationToken cancellationToken) =>
        stored.Envelope is { } envelope
            ? (await OriginalSecret.OpenAsync(envelope, key, cancellationToken).ConfigureAwait(false)).Secret
            : stored.Peer.SharedSecret;
}
