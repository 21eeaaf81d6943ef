namespace PeerPersistence;

/// <content>For whoever operates it.</content>
internal sealed partial class ServiceCore
{
    public async Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var stats = await ReadStatsAsync(cancellationToken).ConfigureAwait(false);
        var revocable = _store.Ability<IRevocableStore>();
        return new()
        {
            Stats = stats,
            Keys = await KeyStatusAsync(cancellationToken).ConfigureAwait(false),
            Recovery = _store.Ability<IRecoveringStore>()?.Recovery,
            IsPersisted = revocable is null ? null : await revocable.IsPersistedAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (_store.Ability<IFlushableStore>() is { } flushable)
            await flushable.FlushAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

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
