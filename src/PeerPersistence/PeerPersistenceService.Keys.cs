namespace PeerPersistence;

/// <content>The keys of the secrets.</content>
public sealed partial class PeerPersistenceService
{
    private IMasterKeyProvider _masterKey;

    /// <inheritdoc/>
    public KeyStrength KeyStrength => _masterKey.Strength;

    /// <inheritdoc/>
    public Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        WriteAsync(() => new KeyRotation(_records, _secrets, _mirror, _protector.Ring).RunAsync(progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WriteAsync(async () =>
        {
            var wrapped = await _protector.Ring.RewrapAsync(keys, cancellationToken).ConfigureAwait(false);
            _masterKey = keys;
            return wrapped;
        }, cancellationToken);
    }
}
