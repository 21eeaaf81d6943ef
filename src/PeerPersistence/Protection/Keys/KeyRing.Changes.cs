namespace PeerPersistence;

/// <content>Rotation and re-wrapping. Each is one commit that expects the ring as it was read; on a lost race it begins again.</content>
internal sealed partial class KeyRing
{
    /// <summary>The keys that opened and will open nothing new: candidates for <see cref="DestroyAsync"/>.</summary>
    /// <remarks>Ask before looking for what they still seal: from then on nothing is stored under them any more.</remarks>
    public async ValueTask<IReadOnlyList<uint>> RetiredAsync(CancellationToken cancellationToken) =>
        [.. (await StatesAsync(cancellationToken).ConfigureAwait(false)).Where(key => key.Value == KeyState.DecryptOnly)
            .Select(key => key.Key)];

    /// <summary>Every key there is or was, by id; none where there is no ring.</summary>
    public async ValueTask<IReadOnlyDictionary<uint, KeyState>> StatesAsync(CancellationToken cancellationToken)
    {
        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            var ring = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return (ring?.Document.Keys ?? []).ToDictionary(key => key.Id, key => key.State);
        }
    }

    /// <summary>Makes a new key to seal under; the present one opens what it sealed.</summary>
    /// <returns><c>false</c>: there is no ring.</returns>
    /// <exception cref="SecretUnavailableException">The master key does not open the present key; nothing was changed.</exception>
    public ValueTask<bool> RotateAsync(CancellationToken cancellationToken) =>
        ChangeAsync(ring => KeyRingChanges.RotateAsync(ring, _master, _cipher.Random, cancellationToken), _master, cancellationToken);

    /// <summary>Forgets retired keys for good. What was sealed under them is lost.</summary>
    public ValueTask<bool> DestroyAsync(IReadOnlyCollection<uint> ids, CancellationToken cancellationToken) =>
        ChangeAsync(ring => new(KeyRingChanges.Destroy(ring, ids)), _master, cancellationToken);

    /// <summary>Makes a new key to seal under, and wraps it and every old one by another provider, or the same one with another passphrase;
    /// from then on that one is asked.</summary>
    /// <remarks>
    /// The old master key knows the old keys for good: whatever is sealed from now on lies under one that it never wrapped.
    /// </remarks>
    /// <returns><c>false</c>: there is no ring; the provider is changed all the same.</returns>
    /// <exception cref="SecretUnavailableException">One of the two master keys cannot be had; nothing was changed.</exception>
    public ValueTask<bool> ChangeMasterAsync(IMasterKeyProvider provider, CancellationToken cancellationToken)
    {
        var master = new MasterKey(provider);
        return ChangeAsync(async ring =>
        {
            try
            {
                return await ChangedAsync(ring, _master).ConfigureAwait(false);
            }
            catch (SecretUnavailableException) when (ring.Provider == master.Name)
            {
                // Repeated after it was stopped half-way: this ring may be done already.
                return await ChangedAsync(ring, master).ConfigureAwait(false);
            }
        }, master, cancellationToken);

        async ValueTask<KeyRingDocument> ChangedAsync(KeyRingDocument ring, MasterKey from)
        {
            var rewrapped = await KeyRingChanges.RewrapAsync(ring, from, master, cancellationToken).ConfigureAwait(false);
            return await KeyRingChanges.RotateAsync(rewrapped, master, _cipher.Random, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Adds to a commit that a new ring takes the place of the one there is, whether it can be read or not. What that sealed is lost.
    /// </summary>
    /// <exception cref="SecretUnavailableException">The master key cannot be had, or a newer version wrote the ring.</exception>
    public async ValueTask BeginAnewAsync(KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var stored = await _store.GetAsync(_key, cancellationToken).ConfigureAwait(false);
        if (stored is { } bytes)
            KeyRingFormat.ThrowIfNewer(bytes.Span);
        batch.Expect(_key, stored).Set(_key, (await NewAsync(cancellationToken).ConfigureAwait(false)).Stored);
    }

    /// <summary>The same in a commit of its own, for a ring that seals nothing.</summary>
    /// <returns><c>false</c>: there is none, or another one was quicker.</returns>
    /// <exception cref="SecretUnavailableException">The master key cannot be had, or a newer version wrote the ring.</exception>
    public async ValueTask<bool> TryBeginAnewAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false))
            return false;
        var batch = new KeyValueBatch();
        await BeginAnewAsync(batch, cancellationToken).ConfigureAwait(false);
        var replaced = await _store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        Forget();
        return replaced;
    }

    private async ValueTask<bool> ChangeAsync(
        Func<KeyRingDocument, ValueTask<KeyRingDocument>> change, MasterKey master, CancellationToken cancellationToken)
    {
        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            var isThere = await Retry.UntilCommittedAsync(
                () => TryChangeAsync(change, cancellationToken), cancellationToken).ConfigureAwait(false);
            _master = master;
            return isThere;
        }
    }

    /// <returns><c>null</c>: another one was quicker.</returns>
    private async Task<Outcome<bool>?> TryChangeAsync(
        Func<KeyRingDocument, ValueTask<KeyRingDocument>> change, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken).ConfigureAwait(false) is not { } ring)
            return new(false);
        var changed = await change(ring.Document).ConfigureAwait(false);
        var stored = KeyRingFormat.Write(changed);
        var batch = new KeyValueBatch().Expect(_key, ring.Stored).Set(_key, stored);
        if (!await _store.CommitAsync(batch, cancellationToken).ConfigureAwait(false))
            return null;
        Replace(new(stored, changed));
        return new(true);
    }
}
