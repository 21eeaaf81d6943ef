namespace PeerPersistence;

/// <summary>What a round needs of the peers: whom to try, and where to record what came of it. Recording cannot be cancelled.</summary>
internal interface IReconnectionPeers
{
    Task<ReconnectionCandidates> CandidatesAsync(ReconnectionQuery query, CancellationToken cancellationToken);

    Task RecordConnectedAsync(string peerId, QualityMeasurement measurement);

    /// <summary>Records failed tries, all or none. A peer that is gone, or whose record is damaged, is passed over.</summary>
    Task RecordFailedAsync(IReadOnlyCollection<string> peerIds);
}
