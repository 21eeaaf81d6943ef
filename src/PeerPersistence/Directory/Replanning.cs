namespace PeerPersistence;

/// <summary>The directory for each attempt at a commit that rests on it.</summary>
/// <remarks>Where an attempt was refused and nobody has committed since, the store is scanned, once: then what lies there is not what the
/// directory has, because somebody changed it by hand, or wrote summaries that are none.</remarks>
internal sealed class Replanning(StoreMirror mirror)
{
    private string? _token;
    private bool _wasRefused;
    private bool _isScanned;

    public async ValueTask<PeerDirectory> NextAsync(CancellationToken cancellationToken)
    {
        var directory = _wasRefused
            ? await mirror.ReadAsync(cancellationToken).ConfigureAwait(false)
            : await mirror.PlanAsync(cancellationToken).ConfigureAwait(false);
        if (_wasRefused && !_isScanned && mirror.Token is { } token && token == _token)
        {
            await mirror.RebuildAsync(cancellationToken).ConfigureAwait(false);
            directory = await mirror.PlanAsync(cancellationToken).ConfigureAwait(false);
            _isScanned = true;
        }

        (_wasRefused, _token) = (true, mirror.Token);
        return directory;
    }
}
