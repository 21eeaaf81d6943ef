namespace PeerPersistence.Cli;

/// <summary>The plots of the report.</summary>
internal static class Figures
{
    public static IReadOnlyList<Figure> Of(ReportData data) =>
        [Quality(data), Presence(data), Growth(data), LastSeen(data), Reached(data), Foretold(data), Size(data)];

    private static Figure Quality(ReportData data)
    {
        const string Title = "Quality";
        const string Caption =
            "Peers by the quality of their connections, in tens: latency, success, directness and uptime give 0 to 100 points.";
        var rows = data.Quality.Select((count, bin) => (Label: (10 * bin).ToString(Svg.Culture), Value: count)).ToList();
        return new(
            "quality", Title, Caption, data.Totals.Peers == 0 ? null : ColumnChart.Draw("quality", Title, Caption, rows),
            new(["from", "peers"], [.. rows.Select(row => (string[])[row.Label, Svg.Count(row.Value)])]));
    }

    private static Figure Presence(ReportData data)
    {
        const string Title = "Hours of presence";
        const string Caption = "Of the times a peer was looked for, how often it was there, in percent. Hours are UTC.";
        var shares = data.Presence.Shares.Select(share => share is { } known ? Svg.Percent(known) : "–").ToList();
        return new(
            "presence", Title, Caption, data.Presence.IsKnown ? HeatMap.Draw("presence", Title, Caption, data.Presence) : null,
            new(["hours", "Mon–Fri", "Sat, Sun"],
                [
                    .. Enumerable.Range(0, PresenceHours.SlotsPerDay).Select(slot =>
                        (string[])[HeatMap.Name(slot), shares[slot], shares[slot + PresenceHours.SlotsPerDay]]),
                ]));
    }

    private static Figure Growth(ReportData data)
    {
        const string Title = "Growth";
        const string Caption = "When the peers that are remembered today were first seen.";
        var some = data.Growth.Where((_, i) => i % 10 == 0);
        return new(
            "growth", Title, Caption, data.Totals.Peers == 0 ? null : AreaChart.Draw("growth", Title, Caption, data.Growth),
            new(
                ["day", "peers"],
                [
                    .. some.Select(point =>
                        (string[])[Svg.Instant(point.At, data.Growth[^1].At - data.Growth[0].At), Svg.Count(point.Peers)]),
                ]));
    }

    private static Figure LastSeen(ReportData data)
    {
        const string Title = "Last seen";
        const string Caption = "Peers by when they were last heard from, each within the shortest span that holds.";
        return new(
            "last-seen", Title, Caption,
            data.Totals.Peers == 0
                ? null
                : ColumnChart.Draw("last-seen", Title, Caption, [.. data.LastSeen.Select(recency => (recency.Within, recency.Peers))]),
            new(["within", "peers"], [.. data.LastSeen.Select(recency => (string[])[recency.Within, Svg.Count(recency.Peers)])]));
    }

    private static Figure Reached(ReportData data)
    {
        const string Title = "Reconnection success";
        const string Caption =
            "Tries that reached a peer, of those made while it was there as far as is known, by how it was last reached.";
        return new(
            "reach", Title, Caption,
            data.Reach.Count == 0 ? null : RowChart.Draw("reach", Title, Caption, [.. data.Reach.Select(reach => (
                $"{NameOf(reach.Type)}, {Counted.Of(reach.Peers, "peer")}", reach.Share,
                reach.Tries > 0 ? $"{Svg.Percent(reach.Share)} of {Counted.Of(reach.Tries, "try", "tries")}" : "never tried"))]),
            new(["reached", "peers", "tries", "successes"],
                [
                    .. data.Reach.Select(reach =>
                        (string[])[NameOf(reach.Type), Svg.Count(reach.Peers), Svg.Count(reach.Tries), Svg.Count(reach.Successes)]),
                ]));
    }

    private static Figure Foretold(ReportData data)
    {
        const string Title = "Said and happened";
        const string Caption = "Own tries by the chance that they were given before, in tenths, and how many of them the peer answered.";
        var rows = data.Foretold.Select(said => (
            Label: $"said {Svg.Percent(said.From)} to {Svg.Percent(said.From + 0.1)}", Share: (double)said.Answered / said.Tries,
            said.Tries, said.Answered)).ToList();
        return new(
            "foretold", Title, Caption,
            rows.Count == 0 ? null : RowChart.Draw("foretold", Title, Caption, [.. rows.Select(row => (
                row.Label, row.Share, $"{Svg.Percent(row.Share)} of {Counted.Of(row.Tries, "try", "tries")}"))]),
            new(
                ["said", "tries", "answered"],
                [.. rows.Select(row => (string[])[row.Label, Svg.Count(row.Tries), Svg.Count(row.Answered)])]));
    }

    private static Figure Size(ReportData data)
    {
        const string Title = "Size";
        const string Caption = "What takes the room: bytes of keys and values, without what the store adds.";
        var all = Math.Max(1, data.Size.Sum(share => share.Bytes));
        return new(
            "size", Title, Caption,
            data.Size.Count == 0 ? null : RowChart.Draw("size", Title, Caption, [.. data.Size.Select(share => (
                $"{share.Name}, {Svg.Count(share.Entries)}", (double)share.Bytes / all, Svg.Bytes(share.Bytes)))]),
            new(
                ["what", "entries", "bytes"],
                [.. data.Size.Select(share => (string[])[share.Name, Svg.Count(share.Entries), Svg.Count(share.Bytes)])]));
    }

    private static string NameOf(ConnectionType type) => type switch
    {
        ConnectionType.Host => "directly",
        ConnectionType.ServerReflexive => "through a NAT (STUN)",
        ConnectionType.PeerReflexive => "through a NAT (peer)",
        ConnectionType.Relay => "through a relay (TURN)",
        _ => "unknown",
    };
}
