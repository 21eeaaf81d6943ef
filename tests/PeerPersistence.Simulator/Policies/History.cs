namespace PeerPersistence.Simulator;

/// <summary>What an app would note of one peer.</summary>
internal sealed class History(SimulatedPeer peer, int now)
{
    public SimulatedPeer Peer { get; } = peer;

    public int FirstSeen { get; } = now;

    public int LastSeen { get; set; } = now;

    public int LastTry { get; set; } = int.MinValue / 2;

    /// <summary>Failures since the last success.</summary>
    public int Attempts { get; set; }

    public int BlacklistedUntil { get; set; }

    public ConnectionQuality Quality { get; set; } = new();

    public PresenceState? Presence { get; set; }

    public PeerEvidence Evidence { get; set; } = PeerEvidence.None;

    public DateTimeOffset? LastConnected { get; set; }

    public WeekDiary Week { get; } = new();

    public PresenceFacts Facts => new(
        World.At(FirstSeen), World.At(LastSeen), Quality.SuccessfulConnections, Quality.TotalConnections, Quality.ConnectionType);
}
