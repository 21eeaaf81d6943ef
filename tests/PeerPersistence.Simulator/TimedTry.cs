namespace PeerPersistence.Simulator;

/// <summary>A try, and how long it takes.</summary>
internal readonly record struct TimedTry(bool Answers, TimeSpan Takes)
{
    public static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);

    /// <summary>Of the addresses nobody answers at, those where that is said at once; at the others one waits in vain.</summary>
    private const double Refused = 0.3;

    /// <summary>Six round trips of signalling, address checks and handshake, and half a second or so for everything else.</summary>
    public static TimedTry Of(World world, SimulatedPeer peer, int now, bool answers)
    {
        var luck = world.Luck(10, peer.Number, now);
        if (!answers)
            return new(false, luck < Refused ? 2 * peer.Latency : TimeOut);
        var takes = (6 * peer.Latency) + TimeSpan.FromSeconds(-0.5 * Math.Log(1 - luck));
        return takes < TimeOut ? new(true, takes) : new(false, TimeOut);
    }
}
