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
public class EncryptedKeyValueStore : ICompactingStore, IDisposable
{
    private readonly IKeyValueStore _inner;
    private readonly string _recordPrefix;
    private readonly KeyRing _ring;

    private protected EncryptedKeyValueStore(IKeyValueStore inner, IMasterKeyProvider keys, string keyPrefix)
    {
        _inner = inner;
        _recordPrefix = keyPrefix + "record:";
        _ring = new(inner, keyPrefix + "keys", keys, EnvelopeCipher.Default);
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

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var cipher = await CipherAsync(cancellationToken).ConfigureAwait(false);
        if (cipher is null)
            return null;

        var innerKey = cipher.Hide(key);
        var stored = await _inner.GetAsync(innerKey, cancellationToken).ConfigureAwait(false);
        if (stored is not { } bytes)
            return null;
        return await cipher.OpenAsync(innerKey, bytes, cancellationToken).ConfigureAwait(false);
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
            using var cipher = await CipherToWriteAsync(cancellationToken).ConfigureAwait(false);
            if (await EncryptedBatch.TryMakeAsync(cipher, batch, _inner, cancellationToken).ConfigureAwait(false) is not { } encrypted)
                return false;
            _ring.Expect(encrypted, cipher.DataKey);
            if (await _inner.CommitAsync(encrypted, cancellationToken).ConfigureAwait(false))
                return true;
            // Somebody was quicker: changed a record, perhaps to the same value, or the keys. Look again.
            await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
    }

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

    private async ValueTask<List<KeyValuePair<string, ReadOnlyMemory<byte>>>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> found = [];
        using var cipher = await CipherAsync(cancellationToken).ConfigureAwait(false);
        if (cipher is null)
            return found;

        await foreach (var (innerKey, stored) in _inner.ScanAsync(_recordPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (cipher.Reveal(innerKey) is { } key && key.StartsWith(prefix, StringComparison.Ordinal))
                found.Add(new(key, await cipher.OpenAsync(innerKey, stored, cancellationToken).ConfigureAwait(false)));
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return found;
    }

    /// <summary>The keys, or <c>null</c> where nothing was stored yet.</summary>
    private async ValueTask<RecordCipher?> CipherAsync(CancellationToken cancellationToken) =>
        await _ring.ExistsAsync(cancellationToken).ConfigureAwait(false) || await HasRecordsAsync(cancellationToken).ConfigureAwait(false)
            ? await CipherAsync(mayCreate: false, cancellationToken).ConfigureAwait(false)
            : null;

    private async ValueTask<RecordCipher> CipherToWriteAsync(CancellationToken cancellationToken)
    {
        var mayCreate = !await _ring.ExistsAsync(cancellationToken).ConfigureAwait(false)
            && !await HasRecordsAsync(cancellationToken).ConfigureAwait(false);
        return await CipherAsync(mayCreate, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RecordCipher> CipherAsync(bool mayCreate, CancellationToken cancellationToken)
    {
        DataKey dataKey;
        byte[]? key;
        do
            dataKey = await _ring.ActiveAsync(mayCreate, cancellationToken).ConfigureAwait(false);
        while ((key = dataKey.Copy()) is null);
        return new(EnvelopeCipher.Default, _recordPrefix, dataKey, key);
    }

    private async ValueTask<bool> HasRecordsAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _inner.ScanAsync(_recordPrefix, cancellationToken).ConfigureAwait(false))
            return true;
        return false;
    }

    private sealed class Tracking(IChangeTrackingStore inner, IMasterKeyProvider keys, string keyPrefix)
        : EncryptedKeyValueStore(inner, keys, keyPrefix), IChangeTrackingStore
    {
        public async ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default)
        {
            var changes = await inner.GetChangesAsync(revision, cancellationToken).ConfigureAwait(false);
            if (changes.Keys is not { Count: > 0 } innerKeys)
                return changes;
            using var cipher = await CipherAsync(cancellationToken).ConfigureAwait(false);
            return changes with { Keys = [.. cipher is null ? [] : innerKeys.Select(cipher.Reveal).OfType<string>()] };
        }
    }
}
