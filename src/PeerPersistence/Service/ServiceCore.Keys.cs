namespace PeerPersistence;

/// <content>The keys of the secrets.</content>
internal sealed partial class ServiceCore
{
    private IMasterKeyProvider _masterKey;

    public KeyStrength KeyStrength => _masterKey.Strength;

    public async Task<IReadOnlyList<KeyUsage>> CountKeyUsageAsync(CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var secrets = new SortedDictionary<uint, int>();
        foreach (var stored in await _records.TryReadManyAsync(directory.Ids(), cancellationToken).ConfigureAwait(false))
        {
            foreach (var envelope in stored?.Envelopes ?? [])
            {
                if (SecretProtector.KeyIdOf(envelope) is { } keyId)
                    secrets[keyId] = secrets.GetValueOrDefault(keyId) + 1;
            }
        }

        // Asked after looking: by now every key that sealed what was seen is in the ring, if it ever was.
        var states = await _protector.Ring.StatesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var keyId in states.Keys)
            secrets.TryAdd(keyId, 0);
        return [.. secrets.Select(used => new KeyUsage(used.Key, states.TryGetValue(used.Key, out var state) ? state : null, used.Value))];
    }

    public async Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress, CancellationToken cancellationToken)
    {
        _hasGarbage = true;
        if (await KeyLayers.OfAsync(_store, cancellationToken).ConfigureAwait(false) is { } encrypted)
            await encrypted.RotateKeysAsync(cancellationToken).ConfigureAwait(false);
        var resealed = await new KeyRotation(
            _records, _secrets, _mirror, _protector.Ring).RunAsync(progress, cancellationToken).ConfigureAwait(false);
        _logger.KeysRotated(resealed);
        await TryCompactAsync(cancellationToken).ConfigureAwait(false); // Or the old keys lie there, wrapped.
        return resealed;
    }

    public async Task<MasterKeyChange> ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken)
    {
        _hasGarbage = true;
        var encrypted = await KeyLayers.OfAsync(_store, cancellationToken).ConfigureAwait(false);
        var resealed = await new KeyRotation(
            _records, _secrets, _mirror, _protector.Ring).RunAsync(keys, cancellationToken).ConfigureAwait(false);
        // Last: until then the store opens with the present master key, and the change can be repeated.
        if (encrypted is not null)
            await encrypted.ChangeMasterKeyAsync(keys, cancellationToken).ConfigureAwait(false);
        _logger.MasterKeyChanged();
        _masterKey = keys;
        var isErased = await TryCompactAsync(cancellationToken).ConfigureAwait(false);
        var kept = await _protector.Ring.RetiredAsync(cancellationToken).ConfigureAwait(false);
        return new(resealed ?? 0, kept.Count, isErased || (resealed is null && encrypted is null));
    }

    /// <exception cref="InvalidOperationException">The present key can be read, and nobody asked to give it up.</exception>
    public async Task<int> StartOverAsync(bool evenIfReadable, CancellationToken cancellationToken)
    {
        var status = await KeyStatusAsync(cancellationToken).ConfigureAwait(false);
        if (status == KeyStatus.None)
            return 0;
        if (status == KeyStatus.Available && !evenIfReadable)
            throw new InvalidOperationException(
                "The keys must be lost to start over with a new one (were there, and open the secrets). To give them up, say so.");

        // The original's secrets are sealed under a key of their own.
        var forgotten = await _records.ChangeManyAsync(
            directory => directory.Summaries.Where(peer => peer.HasSecret).Select(peer => peer.PeerId),
            stored => stored.WithoutSealed(),
            cancellationToken,
            batch => _protector.Ring.BeginAnewAsync(batch, cancellationToken)).ConfigureAwait(false);
        _protector.Forget();
        _logger.StartedOver(forgotten);
        return forgotten;
    }
}
