using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>From secrets under the original's key, which lay in clear beside them, to secrets sealed under a key of the ring.</summary>
/// <remarks>A secret that cannot be opened stays as it is. Without a master key all stay until it can be had.</remarks>
internal sealed class OriginalSecretsMigration(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerRecords records, PeerSecrets secrets, ILogger logger) : ISchemaMigration
{
    /// <summary>What stands in the key's place when nothing needs it any more: no key.</summary>
    public static ReadOnlyMemory<byte> KeyGone { get; } = "{}"u8.ToArray();

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Retry.UntilCommittedAsync(() => ResealAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException e)
        {
            logger.OriginalSecretsKept(e);
            return false;
        }
    }

    private async Task<Outcome<bool>?> ResealAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(keys.OriginalKey, cancellationToken).ConfigureAwait(false) is not { } jwk
            || OriginalSecret.ReadKey(jwk) is not { } key)
            return new(false);
        try
        {
            var batch = new KeyValueBatch().Expect(keys.OriginalKey, jwk).Set(keys.OriginalKey, KeyGone);
            var (opened, kept) = await ResealAsync(batch, key, cancellationToken).ConfigureAwait(false);
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
        var ids = directory.Ids();
        var found = await store.GetManyAsync([.. ids.Select(keys.Peer)], cancellationToken).ConfigureAwait(false);
        foreach (var (peerId, record) in ids.Zip(found))
        {
            if (record is not { } bytes || !PeerJson.TryRead(bytes.Span, peerId, out var stored) || stored.HasSealedSecret)
                continue;
            if (await OpenAsync(stored, key, cancellationToken).ConfigureAwait(false) is { } secret)
            {
                var peer = stored.Peer with { SharedSecret = secret };
                var again = await secrets.MergeAsync(
                    stored with { Envelope = null, Peer = peer with { SharedSecret = null } }, peer,
                    stored.Peer with { SharedSecret = null }, batch, cancellationToken).ConfigureAwait(false);
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
