using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Encrypts whole records in front of any store, the names of their keys included.</summary>
/// <remarks>
/// <para>Who has the inner store but not the master key learns how many records there are, how large, and which were
/// written again. A record that was changed or moved there reads as no bytes; the others are not affected. A record, or the whole
/// store, put back as it once was is not noticed.</para>
/// <para>Without the master key every call is a <see cref="SecretUnavailableException"/>: nothing can be found then. No key
/// is made before the first commit, and none while records exist.</para>
/// <para>It tells changes and compacts where the inner store does. A scan reads and opens everything; reading one key opens one record.
/// Keys must be well-formed UTF-16. Values grow by a third and some 80 bytes, so that stores of text can hold them.</para>
/// </remarks>
public class EncryptedKeyValueStore : ICompactingStore, ILayeredStore, IDisposable
{
    private readonly IKeyValueStore _inner;
    private readonly string _recordPrefix;
    private readonly KeyRing _ring;
    private readonly RecordKeys _keys;

    private protected EncryptedKeyValueStore(IKeyValueStore inner, IMasterKeyProvider keys, string keyPrefix)
    {
        _inner = inner;
        _recordPrefix = keyPrefix + "record:";
        _ring = new(inner, keyPrefix + "keys", keys, EnvelopeCipher.Default);
        _keys = new(inner, _ring, _recordPrefix);
    }

    /// <summary>Encrypts what goes into a store.</summary>
    /// <param name="inner">The store that will hold the ciphertext; it stays the caller's to dispose of.</param>
    /// <param name="keys">Holds the master key.</param>
    /// <param name="keyPrefix">What every key in the inner store begins with; others beside them are left alone.</param>
    /// <returns>A store that is an <see cref="IChangeTrackingStore"/> where the inner one is.</returns>
    public static EncryptedKeyValueStore Create(IKeyValueStore inner, IMasterKeyProvider keys, string keyPrefix = "encrypted:")
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(keyPrefix);
        return inner is IChangeTrackingStore tracking ? new Tracking(tracking, keys, keyPrefix) : new EncryptedKeyValueStore(inner, keys, keyPrefix);
    }

    IKeyValueStore? ILayeredStore.Inner => _inner;

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        do
        {
            using var ciphers = await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var cipher in ciphers?.OldestFirst ?? [])
            {
                var innerKey = cipher.Hide(key);
                if (await _inner.GetAsync(innerKey, cancellationToken).ConfigureAwait(false) is { } stored)
                    return await cipher.OpenAsync(innerKey, stored, cancellationToken).ConfigureAwait(false);
            }
        }
        while (await AreOthersAsync(cancellationToken).ConfigureAwait(false));
        return null;
    }

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong.</exception>
    public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return OrderedAsync(prefix, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong; nothing was written.</exception>
    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (true)
        {
            using var ciphers = await _keys.ToWriteAsync(cancellationToken).ConfigureAwait(false);
            if (await EncryptedBatch.TryMakeAsync(ciphers, batch, _inner, cancellationToken).ConfigureAwait(false) is { } encrypted)
            {
                _ring.Expect(encrypted, ciphers.Active.DataKey);
                if (await _inner.CommitAsync(encrypted, cancellationToken).ConfigureAwait(false))
                    return true;
                // Somebody was quicker: changed a record, perhaps to the same value, or the keys. Look again.
                await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (!await AreOthersAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    /// <summary>Makes a new key, seals every record and its name again under it, and destroys old keys that nothing needs any more.</summary>
    /// <remarks>Everything stays readable and writable throughout. Stopped half-way nothing is lost; the next rotation goes on. The key of a
    /// damaged record is kept.</remarks>
    /// <param name="cancellationToken">Stops between two commits of 100 records.</param>
    /// <returns>How many records were sealed again; 0 where there are none.</returns>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong; nothing was changed.</exception>
    public Task<int> RotateKeysAsync(CancellationToken cancellationToken = default) =>
        new RecordRotation(_inner, _ring, _keys, _recordPrefix).RunAsync(cancellationToken);

    /// <summary>Wraps the keys of this store by another master key: another provider, or the same with another passphrase.</summary>
    /// <remarks>The records stay as they are. From then on that provider is asked.</remarks>
    /// <param name="keys">The new provider.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="SecretUnavailableException">One of the two master keys cannot be had; nothing was changed.</exception>
    public async Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await _ring.RewrapAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing happens where the inner store cannot compact.</remarks>
    public Task CompactAsync(CancellationToken cancellationToken = default) =>
        _inner is ICompactingStore compacting ? compacting.CompactAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Clears the keys. The inner store stays open.</summary>
    public void Dispose()
    {
        _ring.Dispose();
        GC.SuppressFinalize(this);
    }

    private async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> OrderedAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var record in await ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    private async ValueTask<SortedDictionary<string, ReadOnlyMemory<byte>>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        SortedDictionary<string, ReadOnlyMemory<byte>> found;
        do
        {
            found = new(StringComparer.Ordinal);
            using var ciphers = await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
            if (ciphers is null)
                continue;
            await foreach (var (innerKey, stored) in _inner.ScanAsync(_recordPrefix, cancellationToken).ConfigureAwait(false))
            {
                if (ciphers.Reveal(innerKey) is var (key, cipher) && key.StartsWith(prefix, StringComparison.Ordinal))
                    found[key] = await cipher.OpenAsync(innerKey, stored, cancellationToken).ConfigureAwait(false);
            }
        }
        while (await AreOthersAsync(cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>Whether the keys are others than were just used, so that what was not found may lie under those.</summary>
    private ValueTask<bool> AreOthersAsync(CancellationToken cancellationToken) => _ring.RefreshAsync(cancellationToken);

    private sealed class Tracking(IChangeTrackingStore inner, IMasterKeyProvider keys, string keyPrefix)
        : EncryptedKeyValueStore(inner, keys, keyPrefix), IChangeTrackingStore
    {
        public async ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default)
        {
            var changes = await inner.GetChangesAsync(revision, cancellationToken).ConfigureAwait(false);
            var innerKeys = changes.Keys?.Where(key => key.StartsWith(_recordPrefix, StringComparison.Ordinal)).ToList();
            if (innerKeys is not { Count: > 0 })
                return changes with { Keys = innerKeys };
            do
            {
                using var ciphers = await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
                var keys = innerKeys.Select(innerKey => ciphers?.Reveal(innerKey)?.Key).ToHashSet(StringComparer.Ordinal);
                if (!keys.Contains(null))
                    return changes with { Keys = keys! };
            }
            while (await AreOthersAsync(cancellationToken).ConfigureAwait(false));

            // Hidden under a key that is destroyed by now: what it was called is no longer known.
            return changes with { Keys = null };
        }
    }
}
