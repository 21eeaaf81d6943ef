namespace PeerPersistence;

/// <summary>The summary of a record.</summary>
internal static class PeerSummaries
{
    /// <param name="stored">The record.</param>
    /// <param name="peerId">Its id, as the text that is to be kept; <c>null</c>: the record's own.</param>
    /// <param name="fingerprint">The record's, see <see cref="Fingerprint"/>.</param>
    /// <param name="characters">How long it is, its key included.</param>
    public static PeerSummary Of(StoredPeer stored, string? peerId = null, ulong fingerprint = 0, int characters = 0)
    {
        var (peer, presence) = (stored.Peer, PresenceState.TryParse(stored.Presence));
        return new()
        {
            PeerId = peerId ?? peer.PeerId,
            FirstSeen = peer.FirstSeen,
            LastSeen = peer.LastSeen,
            LastConnected = peer.LastConnected,
            TotalConnections = peer.ConnectionQuality.TotalConnections,
            SuccessfulConnections = peer.ConnectionQuality.SuccessfulConnections,
            ConnectionType = peer.ConnectionQuality.ConnectionType,
            ReconnectionAttempts = peer.ReconnectionAttempts,
            BlacklistUntil = peer.BlacklistUntil,
            IsPinned = peer.IsPinned,
            Quality = PeerScore.Quality(peer.ConnectionQuality),
            Presence = presence,
            Bound = PresenceModel.BoundOf(presence, PresenceFacts.Of(peer)),
            HasSecret = stored.HasSealed,
            IsInClear = stored.HasClearSecret || stored.HasClearCredentials,
            Kind = stored.Kind,
            OwnSuccesses = stored.Evidence.OwnSuccesses,
            OwnDays = stored.Evidence.OwnDays,
            ConnectedDays = stored.Evidence.ConnectedDays.Count,
            Vain = stored.Evidence.Vain,
            IsBlocked = stored.Evidence.IsBlocked,
            Introducer = stored.Evidence.IntroducedBy is { } introducer ? IntroducerOf(introducer) : 0,
            HasPartsSetAside = stored.HasPartsSetAside,
            Unanswered = stored.Evidence.Unanswered,
            Foretold = stored.Evidence.Foretold,
            Network = NetworkGroup.Of(stored),
            Fingerprint = fingerprint,
            Characters = characters,
        };
    }

    /// <summary>What stands for a record that cannot be read.</summary>
    public static PeerSummary OfDamaged(string peerId, ulong fingerprint, int characters) => new()
    {
        PeerId = peerId,
        FirstSeen = default,
        LastSeen = default,
        IsDamaged = true,
        Fingerprint = fingerprint,
        Characters = characters,
    };

    /// <summary>Tells introducers of this process apart.</summary>
    public static int IntroducerOf(string peerId) => StringComparer.Ordinal.GetHashCode(peerId) | 1;
}
