namespace PeerPersistence;

/// <summary>What came of a round's tries, each recorded once: successes as they happen, failures when the round ends.</summary>
/// <remarks>
/// What happened is recorded even where the call was cancelled meanwhile. What cannot be recorded stops nobody else: connections
/// that stand, stand, and the caller is told of them.
/// </remarks>
internal sealed class ReconnectionOutcomes(
    IReconnectionPeers peers, ReconnectionBackoff backoff, INetworkStatus network, TimeProvider timeProvider)
{
    private readonly List<string> _connected = [];
    private readonly List<ReconnectionCandidate> _failed = [];
    private readonly List<ReconnectionError> _errors = [];
    private readonly List<ReconnectionError> _recordingErrors = [];
    private readonly List<(string PeerId, QualityMeasurement Measurement)> _unrecorded = [];

    public IReadOnlyList<string> Connected => _connected;

    public IReadOnlyList<string> Failed => _failed.ConvertAll(candidate => candidate.Peer.PeerId);

    /// <summary>What the callback threw in tries that failed.</summary>
    public IReadOnlyList<ReconnectionError> Errors => _errors;

    /// <summary>Whose outcome is not in the store, and why; complete when the round is closed.</summary>
    public IReadOnlyList<ReconnectionError> RecordingErrors => _recordingErrors;

    public async Task AddConnectedAsync(string peerId, QualityMeasurement measurement)
    {
        _connected.Add(peerId);
        backoff.Succeeded(peerId);
        if (await ErrorOfAsync(() => peers.RecordConnectedAsync(peerId, measurement)).ConfigureAwait(false) is not null)
            _unrecorded.Add((peerId, measurement));
    }

    public void AddFailed(ReconnectionCandidate candidate, Exception? error)
    {
        _failed.Add(candidate);
        backoff.Failed(candidate.Peer.PeerId);
        if (error is not null)
            _errors.Add(new(candidate.Peer.PeerId, error));
    }

    /// <summary>Ends the round: tries again to record what could not be, and records the failures, unless they were ours.</summary>
    /// <param name="beforeFailures">Awaited before failures are recorded.</param>
    /// <returns>Whether it was an outage of our own network.</returns>
    public async Task<bool> CloseAsync(Func<Task>? beforeFailures)
    {
        foreach (var (peerId, measurement) in _unrecorded)
            Add([peerId], await ErrorOfAsync(() => peers.RecordConnectedAsync(peerId, measurement)).ConfigureAwait(false));
        if (_failed.Count == 0 || IsBrokenCallback())
            return false;

        var outage = _connected.Count == 0 && (network.IsDown || OwnOutage.IsProvenBy(_failed, timeProvider.GetNow()));
        if (!outage && beforeFailures is not null)
            await beforeFailures().ConfigureAwait(false);
        if (!outage)
            Add(Failed, await ErrorOfAsync(() => peers.RecordFailedAsync(Failed)).ConfigureAwait(false));
        return outage;
    }

    /// <summary>Nobody was reached, and no try failed but by a mistake in the program: that is nobody's fault.</summary>
    private bool IsBrokenCallback() =>
        _connected.Count == 0 && _errors.Count == _failed.Count && _errors.TrueForAll(error => CallbackFault.Is(error.Exception));

    private void Add(IReadOnlyCollection<string> peerIds, Exception? error)
    {
        if (error is not null)
            _recordingErrors.AddRange(peerIds.Select(peerId => new ReconnectionError(peerId, error)));
    }

    private static async Task<Exception?> ErrorOfAsync(Func<Task> record)
    {
        try
        {
            await record().ConfigureAwait(false);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
