namespace PeerPersistence;

/// <summary>What came of a round's tries, each recorded once: successes as they happen, failures when the round ends.</summary>
/// <remarks>
/// What happened is recorded even where the call was cancelled meanwhile. A peer whose record was removed or damaged meanwhile
/// keeps nobody else's from being recorded.
/// </remarks>
internal sealed class ReconnectionOutcomes(IPeerPersistenceService peers, ReconnectionBackoff backoff, TimeProvider timeProvider)
{
    /// <summary>Whoever connected within it proves that our own network was up.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);

    private readonly List<string> _connected = [];
    private readonly List<string> _failed = [];

    public IReadOnlyList<string> Connected => _connected;

    public IReadOnlyList<string> Failed => _failed;

    public Task AddConnectedAsync(string peerId, QualityMeasurement? measurement)
    {
        _connected.Add(peerId);
        backoff.Succeeded(peerId);
        return RecordAsync(() => peers.RecordConnectedAsync(peerId, measurement));
    }

    public void AddFailed(string peerId)
    {
        _failed.Add(peerId);
        backoff.Failed(peerId);
    }

    /// <summary>Ends the round: records the failures, unless the network at fault was ours.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> CloseAsync()
    {
        if (_failed.Count == 0)
            return false;
        if (_connected.Count == 0 && !await AnybodyConnectedLatelyAsync().ConfigureAwait(false))
            return true;
        await Task.WhenAll(_failed.Select(peerId => RecordAsync(() => peers.RecordFailedAttemptAsync(peerId)))).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> AnybodyConnectedLatelyAsync()
    {
        var query = new PeerQuery { SortBy = PeerSortBy.LastConnected, Limit = 1, ExcludeBlacklisted = false };
        var latest = await peers.QueryPeersAsync(query).ConfigureAwait(false);
        return latest.Any(peer => timeProvider.GetNow() - peer.LastConnected <= Lately);
    }

    private static async Task RecordAsync(Func<Task<bool>> record)
    {
        try
        {
            await record().ConfigureAwait(false);
        }
        catch (PeerDataCorruptedException)
        {
        }
    }
}
