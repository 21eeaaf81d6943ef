using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The data keys of one store, wrapped by the master key and kept under one key of that store.</summary>
/// <remarks>
/// Read on first need, unwrapped key by key, made once however many first users race: whoever finds it absent commits a
/// new one with the expectation that it still is, and takes the winner's otherwise. A failure is not remembered: the next
/// call asks the provider again, so a provider keeps repeated failures cheap.
/// </remarks>
internal sealed partial class KeyRing : IDisposable
{
    private readonly IKeyValueStore _store;
    private readonly string _key;
    private readonly EnvelopeCipher _cipher;
    private readonly AsyncGate _gate = new();
    private volatile MasterKey _master;
    private volatile LoadedRing? _loaded;
    private volatile bool _disposed;

    public KeyRing(IKeyValueStore store, string key, IMasterKeyProvider provider, EnvelopeCipher cipher) =>
        (_store, _key, _master, _cipher) = (store, key, new(provider), cipher);

    /// <summary>The key to seal under.</summary>
    /// <param name="mayCreate">Whether a ring is made if there is none; not while sealed data exists.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public async ValueTask<DataKey> ActiveAsync(bool mayCreate, CancellationToken cancellationToken)
    {
        if (_loaded is { } loaded && loaded.Unwrapped(loaded.ActiveId) is { } known)
            return known;

        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            var ring = _loaded ?? await Retry.UntilCommittedAsync(
                () => FindOrCreateAsync(mayCreate, cancellationToken), cancellationToken).ConfigureAwait(false);
            return await UnwrapOrReadAgainAsync(ring, id: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Every key that opens something, oldest first; the last one is to seal under.</summary>
    /// <inheritdoc cref="ActiveAsync"/>
    public async ValueTask<IReadOnlyList<DataKey>> AllAsync(bool mayCreate, CancellationToken cancellationToken)
    {
        while (true)
        {
            var active = await ActiveAsync(mayCreate, cancellationToken).ConfigureAwait(false);
            var retired = active.Ring.Document.Keys.Where(key => key.State == KeyState.DecryptOnly).OrderBy(key => key.Id).ToList();
            if (retired.Count == 0)
                return [active];

            using var turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
            if (_loaded != active.Ring)
                continue;
            var keys = new List<DataKey>();
            foreach (var key in retired)
                keys.Add(await UnwrapAsync(active.Ring, key.Id, cancellationToken).ConfigureAwait(false));
            return [.. keys, active];
        }
    }

    /// <summary>The key that sealed something; looks into the store again where the id is not known.</summary>
    /// <returns><c>null</c>: there is no such key in the ring.</returns>
    /// <exception cref="SecretUnavailableException">There is no ring, or the master key does not open the key.</exception>
    public async ValueTask<DataKey?> TryFindAsync(uint id, CancellationToken cancellationToken)
    {
        if (_loaded?.Unwrapped(id) is { } known)
            return known;

        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            var ring = _loaded;
            if (ring?.Document.Find(id) is null)
                ring = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (ring is null)
                throw new SecretUnavailableException("The store has no key ring. Restore it to open the secrets.");
            return ring.Document.Find(id) is null ? null : await UnwrapOrReadAgainAsync(ring, id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the ring again.</summary>
    /// <param name="used">The ring that was used; <c>null</c>: none was there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether the store has another one than that, be it that somebody else has read it already.</returns>
    public async ValueTask<bool> RefreshAsync(LoadedRing? used, CancellationToken cancellationToken)
    {
        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            return await ReadAsync(cancellationToken).ConfigureAwait(false) is { } present
                ? used is null || !present.Stored.Span.SequenceEqual(used.Stored.Span)
                : used is not null;
        }
    }

    /// <summary>Adds that the ring is still the one of this key, so that nothing is stored under a key that is gone.</summary>
    public void Expect(KeyValueBatch batch, DataKey key)
    {
        // Where a batch holds several secrets and the ring changed in between, the first expectation makes the commit fail.
        if (!batch.Expectations.ContainsKey(_key))
            batch.ExpectRead(_key, key.Ring.Stored);
    }

    /// <summary>Whether there is a ring, without asking the master key.</summary>
    public async ValueTask<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _loaded is not null || await _store.GetAsync(_key, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Drops what was read and clears its keys; the next call reads again.</summary>
    public void Forget() => Replace(null);

    public void Dispose()
    {
        _disposed = true;
        Forget();
    }

    private async ValueTask<LoadedRing?> ReadAsync(CancellationToken cancellationToken)
    {
        var stored = await _store.GetAsync(_key, cancellationToken).ConfigureAwait(false);
        if (_loaded is { } known && stored is { } same && same.Span.SequenceEqual(known.Stored.Span))
            return known;
        return Replace(stored is { } bytes ? new(bytes, KeyRingFormat.Read(bytes.Span)) : null);
    }

    /// <returns><c>null</c>: another one made it, or removed it.</returns>
    private async Task<Outcome<LoadedRing>?> FindOrCreateAsync(bool mayCreate, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } ring)
            return new(ring);
        if (!mayCreate)
            throw new SecretUnavailableException(
                "The store holds sealed secrets but no key ring. Restore it; a new one would not open them.");
        return await TryCreateAsync(cancellationToken).ConfigureAwait(false) is { } created ? new(created) : null;
    }

    private async ValueTask<LoadedRing?> TryCreateAsync(CancellationToken cancellationToken)
    {
        var ring = await NewAsync(cancellationToken).ConfigureAwait(false);
        var batch = new KeyValueBatch().Expect(_key, null).Set(_key, ring.Stored);
        return await _store.CommitAsync(batch, cancellationToken).ConfigureAwait(false) ? Replace(ring) : null;
    }

    /// <summary>A ring with one new key, not in the store yet.</summary>
    private async ValueTask<LoadedRing> NewAsync(CancellationToken cancellationToken)
    {
        // First: a provider would make its master key, and then nothing could be sealed.
        _cipher.ThrowIfNotSupported();
        var (storeId, dataKey) = (new byte[KeyRingDocument.StoreIdLength], new byte[KeyRingDocument.DataKeyLength]);
        _cipher.Random(storeId);
        _cipher.Random(dataKey);
        try
        {
            var empty = new KeyRingDocument(storeId, _master.Name, []);
            var wrapped = await _master.WrapAsync(empty, 1, KeyState.Active, dataKey, cancellationToken).ConfigureAwait(false);
            var document = empty with { Keys = [wrapped] };
            return new(KeyRingFormat.Write(document), document);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Unwraps a key, or the active one; where that fails, the ring may have been put right since it was read.</summary>
    private async ValueTask<DataKey> UnwrapOrReadAgainAsync(LoadedRing ring, uint? id, CancellationToken cancellationToken)
    {
        try
        {
            return await UnwrapAsync(ring, id ?? ring.ActiveId, cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException)
        {
            var again = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (again is null || again == ring || again.Document.Find(id ?? again.ActiveId) is null)
                throw;
            return await UnwrapAsync(again, id ?? again.ActiveId, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<DataKey> UnwrapAsync(LoadedRing ring, uint id, CancellationToken cancellationToken) =>
        ring.Unwrapped(id)
        ?? ring.Add(id, await _master.UnwrapAsync(ring.Document, ring.Document.Find(id)!, cancellationToken).ConfigureAwait(false));

    private LoadedRing? Replace(LoadedRing? ring)
    {
        Interlocked.Exchange(ref _loaded, ring)?.Clear();
        if (_disposed)
            Interlocked.Exchange(ref _loaded, null)?.Clear();
        return ring;
    }

    private async ValueTask<AsyncGate.Turn> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (!_disposed)
            return turn;
        turn.Dispose();
        throw new ObjectDisposedException(nameof(KeyRing));
    }
}
