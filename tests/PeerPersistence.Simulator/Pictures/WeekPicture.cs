namespace PeerPersistence.Simulator;

/// <summary>What four weeks of watching lead the model to expect of an office peer in the fifth, and when it really came.</summary>
internal static class WeekPicture
{
    private const int Week = 7 * 86400;
    private const int Left = 40;
    private const int Width = 700;
    private const int Height = 160;

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static void Save(string path)
    {
        var world = new World(Scenarios.All.Single(scenario => scenario.Name == "commuter"), seed: 1);
        var peer = world.Peers.First(peer => peer.Kind == PeerKind.Office && peer.Online.Covers((4 * Week) + (2 * 86400) + (12 * 3600)));
        var (state, facts) = Watch(world, peer, 4 * Week);

        var svg = new Svg(Left + Width + 10, Height + 40);
        foreach (var (start, end) in peer.Online.Spans.Where(span => span.End > 4 * Week && span.Start < 5 * Week))
            svg.Rectangle(X(start - (4 * Week)), 10, Width * (double)(end - start) / Week, Height, Svg.Shade, 0.35);
        svg.Line([(Left, 10), (Left, Height + 10), (Left + Width, Height + 10)], Svg.Ink);
        svg.Line(Enumerable.Range(0, Week / 900).Select(quarter => Expected(quarter * 900)), Svg.Ours, 2);
        for (var day = 0; day < 7; day++)
            svg.Text(X((day * 86400) + 43200), Height + 28, Days[day], "middle");
        svg.Text(Left - 6, 18, "100 %", "end");
        svg.Text(Left - 6, Height + 12, "0", "end");
        svg.Save(path);

        (double X, double Y) Expected(int at) =>
            (X(at), 10 + (Height * (1 - PresenceModel.Estimate(state, facts, World.At((4 * Week) + at)).Online)));
    }

    private static double X(int at) => Left + (Width * (double)at / Week);

    private static (PresenceState? State, PresenceFacts Facts) Watch(World world, SimulatedPeer peer, int until)
    {
        PresenceState? state = null;
        var facts = new PresenceFacts(World.Beginning, World.Beginning, 1, 1, peer.Connection);
        for (var now = 0; now < until; now += World.GossipInterval)
        {
            if (!world.Names(peer, now))
            {
                state = PresenceModel.Absent(state, facts, World.At(now));
                continue;
            }

            state = PresenceModel.HeardInGossip(state, facts, World.At(now));
            facts = facts with { LastSeen = World.At(now) };
        }

        return (state, facts);
    }
}
