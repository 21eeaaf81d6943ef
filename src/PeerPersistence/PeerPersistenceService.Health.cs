namespace PeerPersistence;

/// <content>For whoever operates it.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(async () =>
        {
            var stats = await ReadStatsAsync(cancellationToken).ConfigureAwait(false);
            return new StoreHealth
            {
                Stats = stats,
                Keys = await KeyStatusAsync(cancellationToken).ConfigureAwait(false),
                Recovery = _store.Ability<IRecoveringStore>()?.Recovery,
            };
        });

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(async () =>
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            cancellationToken.ThrowIfCancellationRequested();
            if (_store.Ability<IFlushableStore>() is { } flushable)
                await flushable.FlushAsync(cancellationToken).ConfigureAwait(false);
            return true;
        });

    private async Task<KeyStatus> KeyStatusAsync(CancellationToken cancellationToken)
    {
        if (!_mirror.Directory.HasSecrets && !await _protector.Ring.ExistsAsync(cancellationToken).ConfigureAwait(false))
            return KeyStatus.None;
        try
        {
            await _protector.Ring.ActiveAsync(mayCreate: false, cancellationToken).ConfigureAwait(false);
            return KeyStatus.Available;
        }
        catch (SecretUnavailableException)
        {
            return KeyStatus.Unavailable;
        }
    }
}
