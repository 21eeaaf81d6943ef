using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Encrypts whole records in front of any store, the names of their keys included.</summary>
/// <remarks>
/// <para>An attacker with the inner store but without the master key learns how many records there are, how large, and which were
/// written again. A record that was changed or moved there reads as no bytes; the others are not affected. A record, or the whole
/// store, put back as it once was is not noticed.</para>
/// <para>Without the master key every call is a <see cref="SecretUnavailableException"/>: nothing can be found then. No key
/// is made before the first commit, and none while records exist.</para>
/// <para>It tells changes if the inner store does, and has the inner store's other abilities. A scan reads and opens everything; reading
/// one key opens one record.
/// Keys must be well-formed UTF-16. Values grow by a third and some 80 bytes, so that stores of text can hold them.</para>
/// </remarks>
public class EncryptedKeyValueStore : DelegatingKeyValueStore, IRekeyableStore, IDisposable
{
    private readonly string _recordPrefix;
    private readonly KeyRing _ring;
    private readonly RecordKeys _keys;

    private protected EncryptedKeyValueStore(IKeyValueStore inner, IMasterKeyProvider keys, string keyPrefix) : base(inner)
    {
        _recordPrefix = keyPrefix + "record:";
        _ring = new(inner, keyPrefix + "keys", keys, EnvelopeCipher.Default);
        _keys = new(inner, _ring, _recordPrefix);
    }

    /// <summary>Encrypts what goes into a store.</summary>
    /// <param name="inner">The store that will hold the ciphertext; it stays the caller's to dispose of.</param>
    /// <param name="keys">Holds the master key.</param>
    /// <param name="keyPrefix">What every key in the inner store begins with; others beside them are left alone.</param>
    /// <returns>A store that has every ability of the inner one, and is an <see cref="IRekeyableStore"/>.</returns>
    /// <exception cref="ArgumentNullException">A parameter is <c>null</c>.</exception>
    public static EncryptedKeyValueStore Create(IKeyValueStore inner, IMasterKeyProvider keys, string keyPrefix = "encrypted:")
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(keyPrefix);
        return inner.Ability<IChangeTrackingStore>() is { } tracking
            ? new Tracking(inner, tracking, keys, keyPrefix)
            : new EncryptedKeyValueStore(inner, keys, keyPrefix);
    }

    /// <summary><c>true</c>.</summary>
    protected override bool ChangesKeysOrValues => true;

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong.</exception>
    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (await GetManyAsync([key], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong.</exception>
    public override async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        KeyLayers.Passes(this);
        var values = new ReadOnlyMemory<byte>?[keys.Count];
        List<int> missing = [.. Enumerable.Range(0, keys.Count)];
        LoadedRing? ring;
        do
        {
            using var ciphers = await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
            ring = ciphers?.Ring;
            foreach (var cipher in ciphers?.OldestFirst ?? [])
            {
                var innerKeys = missing.ConvertAll(index => cipher.Hide(keys[index]));
                var found = await Inner.GetManyAsync(innerKeys, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < found.Count; i++)
                {
                    if (found[i] is { } stored)
                        values[missing[i]] = await cipher.OpenAsync(innerKeys[i], stored, cancellationToken).ConfigureAwait(false);
                }

                missing.RemoveAll(index => values[index] is not null);
            }
        }
        while (missing.Count > 0 && await AreOthersAsync(ring, cancellationToken).ConfigureAwait(false));
        return values;
    }

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong.</exception>
    public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return OrderedAsync(prefix, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong; nothing was written.</exception>
    /// <exception cref="StoreConflictException">The inner store refuses every commit.</exception>
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        KeyLayers.Passes(this);
        return await Retry.UntilCommittedAsync(() => TryCommitAsync(batch, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="IRekeyableStore.RotateKeysAsync" path="/summary|/returns|/exception"/>
    /// <remarks>Every record's name is sealed again, too, and old keys that nothing needs any more are destroyed; the key of a damaged
    /// record is kept. Everything stays readable and writable throughout. If it is stopped half-way, nothing is lost, and the next
    /// rotation goes on.</remarks>
    /// <param name="cancellationToken">Stops between two commits of 100 records.</param>
    public async Task<int> RotateKeysAsync(CancellationToken cancellationToken = default)
    {
        var moved = await new RecordRotation(Inner, _ring, _keys, _recordPrefix).RunAsync(cancellationToken).ConfigureAwait(false);
        await Inner.TryCompactAsync(cancellationToken).ConfigureAwait(false);
        return moved;
    }

    /// <inheritdoc/>
    /// <remarks>Every record is sealed again under a new key that the old master key never wrapped, and the inner store is compacted, where
    /// it can be: then the old master key opens nothing here. From the first commit on the new provider is asked. Stopped half-way nothing
    /// is lost: repeat it.</remarks>
    public async Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await new RecordRotation(Inner, _ring, _keys, _recordPrefix).RunAsync(keys, cancellationToken).ConfigureAwait(false);
        await Inner.TryCompactAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Clears the keys. The inner store stays open.</summary>
    public void Dispose()
    {
        _ring.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns><c>null</c>: look again.</returns>
    private async Task<Outcome<bool>?> TryCommitAsync(KeyValueBatch batch, CancellationToken cancellationToken)
    {
        // A batch that only looks makes no keys.
        using var ciphers = batch.Changes.Count > 0
            ? await _keys.ToWriteAsync(cancellationToken).ConfigureAwait(false)
            : await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
        if (ciphers is null)
            return new(batch.Expectations.Values.All(expected => expected is null));
        if (await EncryptedBatch.TryMakeAsync(ciphers, batch, Inner, cancellationToken).ConfigureAwait(false) is not { } encrypted)
            return await AreOthersAsync(ciphers.Ring, cancellationToken).ConfigureAwait(false) ? null : new(false);
        _ring.Expect(encrypted, ciphers.Active.DataKey);
        if (await Inner.CommitAsync(encrypted, cancellationToken).ConfigureAwait(false))
            return new(true);
        // Somebody was quicker: changed a record, perhaps to the same value, or the keys.
        await _ring.RefreshAsync(ciphers.Ring, cancellationToken).ConfigureAwait(false);
        return null;
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
        LoadedRing? ring;
        do
        {
            found = new(StringComparer.Ordinal);
            using var ciphers = await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
            ring = ciphers?.Ring;
            if (ciphers is null)
                continue;
            await foreach (var (innerKey, stored) in Inner.ScanAsync(_recordPrefix, cancellationToken).ConfigureAwait(false))
            {
                if (ciphers.Reveal(innerKey) is var (key, cipher) && key.StartsWith(prefix, StringComparison.Ordinal))
                    found[key] = await cipher.OpenAsync(innerKey, stored, cancellationToken).ConfigureAwait(false);
            }
        }
        while (await AreOthersAsync(ring, cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>Whether the keys are others than were just used, so that what was not found may lie under those.</summary>
    private ValueTask<bool> AreOthersAsync(LoadedRing? used, CancellationToken cancellationToken) =>
        _ring.RefreshAsync(used, cancellationToken);

    private sealed class Tracking(IKeyValueStore inner, IChangeTrackingStore tracking, IMasterKeyProvider keys, string keyPrefix)
        : EncryptedKeyValueStore(inner, keys, keyPrefix), IChangeTrackingStore
    {
        public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
        {
            var changes = await tracking.GetChangesAsync(since, cancellationToken).ConfigureAwait(false);
            var innerKeys = changes.Keys?.Where(key => key.StartsWith(_recordPrefix, StringComparison.Ordinal)).ToList();
            if (innerKeys is not { Count: > 0 })
                return changes with { Keys = innerKeys };
            LoadedRing? ring;
            do
            {
                using var ciphers = await _keys.ToReadAsync(cancellationToken).ConfigureAwait(false);
                ring = ciphers?.Ring;
                var keys = innerKeys.Select(innerKey => ciphers?.Reveal(innerKey)?.Key).ToHashSet(StringComparer.Ordinal);
                if (!keys.Contains(null))
                    return changes with { Keys = keys! };
            }
            while (await AreOthersAsync(ring, cancellationToken).ConfigureAwait(false));

            // Hidden under a key that is destroyed by now: what it was called is no longer known.
            return changes with { Keys = null };
        }
    }
}
