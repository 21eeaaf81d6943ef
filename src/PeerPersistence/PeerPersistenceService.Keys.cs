namespace PeerPersistence;

/// <content><see cref="IPeerKeys"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public KeyStrength KeyStrength => _source.KeyStrength;

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyUsage>> GetKeyUsageAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(core => core.CountKeyUsageAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.RotateKeysAsync(progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<MasterKeyChange> ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WriteAsync(core => core.ChangeMasterKeyAsync(keys, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> StartOverWithNewKeyAsync(bool evenIfReadable = false, CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.StartOverAsync(evenIfReadable, cancellationToken), cancellationToken);
}
