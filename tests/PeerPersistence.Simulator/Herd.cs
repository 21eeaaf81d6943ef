namespace PeerPersistence.Simulator;

/// <summary>A thousand clients lose the same peer at the same instant. It returns an hour later: how many knock in one second?</summary>
internal static class Herd
{
    public const int Clients = 1_000;

    private const int Away = 3600;
    private const int Until = 3 * 3600;
    private const string Peer = "peer";

    /// <summary>The peak of tries in one second, from the peer's return on, with the library's backoff.</summary>
    /// <param name="jitter">Without it every client waits the full time.</param>
    public static int PeakPerSecond(bool jitter)
    {
        var tries = new int[Until];
        for (var client = 0; client < Clients; client++)
            Live(jitter ? new Random(client) : new NoChance(), tries);
        return tries[Away..].Max();
    }

    private static void Live(Random random, int[] tries)
    {
        var clock = new SimulatedClock();
        var backoff = new ReconnectionBackoff(clock, random);
        for (var second = 0; second < Until; second++)
        {
            clock.Now = World.At(second);
            if (backoff.Waiting().Count > 0)
                continue;
            tries[second]++;
            if (second >= Away)
                return;
            backoff.Failed(Peer);
        }
    }

    private sealed class NoChance : Random
    {
        public override double NextDouble() => 1;
    }
}
