namespace PeerPersistence;

/// <summary>An introducer answers for those whom it introduced. Pure.</summary>
internal static class Introducers
{
    /// <summary>One introducer may fill one place in so many with strangers.</summary>
    private const int PlacesPerIntroducer = 5;

    private const int LeastPlaces = 4;

    /// <summary>After so many that did not answer half the places are left.</summary>
    private const int Patience = 4;

    /// <summary>How many strangers of one introducer may be there; at least one, so that it can make good.</summary>
    public static int Quota(int maxPeers, int unanswered) =>
        Math.Max(1, Math.Max(LeastPlaces, maxPeers / PlacesPerIntroducer) * Patience / (Patience + unanswered));

    /// <summary>Who answers for what happens to a peer: it is tried for the first time, or answers for the first time.</summary>
    /// <param name="before">The peer, before it happened.</param>
    /// <param name="answered">Whether it answered.</param>
    /// <returns><c>null</c>: nobody.</returns>
    public static string? Of(StoredPeer before, bool answered) =>
        before.Evidence.OwnSuccesses == 0 && (answered || before.Peer.ReconnectionAttempts == 0) ? before.Evidence.IntroducedBy : null;

    public static StoredPeer After(StoredPeer introducer, bool answered, int count)
    {
        var unanswered = introducer.Evidence.Unanswered + (answered ? -count : count);
        return introducer with { Evidence = introducer.Evidence with { Unanswered = (ushort)Math.Clamp(unanswered, 0, ushort.MaxValue) } };
    }
}
