namespace PeerPersistence;

/// <content>The keys of the secrets.</content>
public sealed partial class PeerPersistenceService
{
    private IMasterKeyProvider _masterKey;

    /// <inheritdoc/>
    public KeyStrength KeyStrength => _masterKey.Strength;

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyUsage>> GetKeyUsageAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(() => CountKeyUsageAsync(cancellationToken));

    private async Task<IReadOnlyList<KeyUsage>> CountKeyUsageAsync(CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var secrets = new SortedDictionary<uint, int>();
        foreach (var stored in await _records.TryReadManyAsync(directory.Ids(), cancellationToken).ConfigureAwait(false))
        {
            if (stored?.Envelope is { } envelope && SecretProtector.KeyIdOf(envelope) is { } keyId)
                secrets[keyId] = secrets.GetValueOrDefault(keyId) + 1;
        }

        // Asked after looking: by now every key that sealed what was seen is in the ring, if it ever was.
        var states = await _protector.Ring.StatesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var keyId in states.Keys)
            secrets.TryAdd(keyId, 0);
        return [.. secrets.Select(used => new KeyUsage(used.Key, states.TryGetValue(used.Key, out var state) ? state : null, used.Value))];
    }

    /// <inheritdoc/>
    public Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        WriteAsync(async () =>
        {
            if (await KeyLayers.OfAsync(_store, cancellationToken).ConfigureAwait(false) is { } encrypted)
                await encrypted.RotateKeysAsync(cancellationToken).ConfigureAwait(false);
            var resealed = await new KeyRotation(_records, _secrets, _mirror, _protector.Ring).RunAsync(progress, cancellationToken).ConfigureAwait(false);
            _logger.KeysRotated(resealed);
            return resealed;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WriteAsync(async () =>
        {
            var encrypted = await KeyLayers.OfAsync(_store, cancellationToken).ConfigureAwait(false);
            await _protector.Ring.RewrapAsync(keys, cancellationToken).ConfigureAwait(false);
            // Last: until then the store opens with the present master key, and the change can be repeated.
            if (encrypted is not null)
                await encrypted.ChangeMasterKeyAsync(keys, cancellationToken).ConfigureAwait(false);
            _logger.MasterKeyChanged();
            return _masterKey = keys;
        }, cancellationToken);
    }
}
