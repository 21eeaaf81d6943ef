namespace PeerPersistence.Cli;

/// <summary>The plots of the report; those of which there is something to draw.</summary>
internal static class Figures
{
    public static IReadOnlyList<Figure> Of(ReportData data) => data.Totals.Peers == 0 ? [] :
    [
        Quality(data), LastSeen(data),
        .. Some(data.Success, Success), .. Some(data.Reach, Reached), .. Some(data.Foretold, Foretold),
        .. data.Presence.IsKnown ? [Presence(data)] : Array.Empty<Figure>(),
        Growth(data), .. Some(data.Size, Size),
    ];

    private static IEnumerable<Figure> Some<T>(IReadOnlyList<T> rows, Func<IReadOnlyList<T>, Figure> draw) =>
        rows.Count == 0 ? [] : [draw(rows)];

    private static Figure Quality(ReportData data)
    {
        const string Title = "Quality";
        const string Caption = "Peers by the quality of their connections: latency, success, directness and uptime give 0 to 100 points.";
        List<Column> rows = [.. data.Quality.Select((count, bin) => new Column((10 * bin).ToString(Svg.Culture), count))];
        return new(
            "quality", Title, Caption, ColumnChart.Draw("quality", Title, Caption, "peers", "points, from", rows),
            new(["points, from", "peers"], [.. rows.Select(row => (string[])[row.Label, Svg.Count(row.Value)])]));
    }

    private static Figure LastSeen(ReportData data)
    {
        const string Title = "Last seen";
        const string Caption = "Peers by when they were last heard from, each within the shortest span that holds.";
        return new(
            "last-seen", Title, Caption,
            ColumnChart.Draw("last-seen", Title, Caption, "peers", "seen within the last",
                [.. data.LastSeen.Select(recency => new Column(recency.Within, recency.Peers))]),
            new(["within", "peers"], [.. data.LastSeen.Select(recency => (string[])[recency.Within, Svg.Count(recency.Peers)])]));
    }

    private static Figure Success(IReadOnlyList<DayOfSuccess> days)
    {
        const string Title = "Success over time";
        const string Caption =
            "How many peers a connection stood with, on each of the last 32 days; the stronger part was reached by own tries.";
        return new(
            "success", Title, Caption,
            ColumnChart.Draw("success", Title, Caption, "peers", "day, in UTC",
                [.. days.Select(day => new Column(Svg.Day(day.Day), day.AtLeastConnected, day.Reached))]),
            new(["day", "connected", "by own tries"],
                [.. days.Select(day => (string[])[Svg.Date(day.Day), Svg.Count(day.AtLeastConnected), Svg.Count(day.Reached)])]));
    }

    private static Figure Reached(IReadOnlyList<Reach> reaches)
    {
        const string Title = "Reconnection success";
        const string Caption = "How many tries reached a peer while it was there, as far as is known, by how it was last reached.";
        return new(
            "reach", Title, Caption,
            RowChart.Draw("reach", Title, Caption, [.. reaches.Select(reach => new Row(
                $"{NameOf(reach.Type)}, {Counted.Of(reach.Peers, "peer")}", reach.Share,
                InWords(reach)))]),
            new(["reached", "peers", "tries", "successes"],
                [
                    .. reaches.Select(reach =>
                        (string[])[NameOf(reach.Type), Svg.Count(reach.Peers), Svg.Count(reach.Tries), Svg.Count(reach.Successes)]),
                ]));
    }

    private static Figure Foretold(IReadOnlyList<Foretold> said)
    {
        const string Title = "Said and happened";
        var (tries, answered) = (said.Sum(row => row.Tries), said.Sum(row => row.Answered));
        var meant = said.Sum(row => row.Tries * row.Middle) / tries;
        var caption = "How many own tries the peer answered, by the chance that was said before; the mark shows that chance. "
            + $"Of {Counted.Of(tries, "try", "tries")} {Svg.Percent(meant)} were expected to succeed, "
            + $"and {Svg.Percent((double)answered / tries)} did.";
        return new(
            "foretold", Title, caption,
            RowChart.Draw("foretold", Title, caption, [.. said.Select(row => new Row(
                $"said {Svg.Percent(row.From)} to {Svg.Percent(row.From + 0.1)}", row.Share,
                $"{Svg.Percent(row.Share)} of {Counted.Of(row.Tries, "try", "tries")}", row.Middle))]),
            new(["said, from", "tries", "answered"],
                [.. said.Select(row => (string[])[Svg.Percent(row.From), Svg.Count(row.Tries), Svg.Count(row.Answered)])]));
    }

    private static Figure Presence(ReportData data)
    {
        const string Title = "Hours of presence";
        const string Caption = "How often a peer was there when it was looked for, in percent, by the hour of the day.";
        var shares = data.Presence.Shares.Select(share => share is { } known ? Svg.Percent(known) : "–").ToList();
        return new(
            "presence", Title, Caption, HeatMap.Draw("presence", Title, Caption, data.Presence),
            new(["hours, UTC", "Mon–Fri", "Sat, Sun"],
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
            "growth", Title, Caption, AreaChart.Draw("growth", Title, Caption, data.Growth),
            new(
                ["day, UTC", "peers"],
                [
                    .. some.Select(point =>
                        (string[])[Svg.Instant(point.At, data.Growth[^1].At - data.Growth[0].At), Svg.Count(point.Peers)]),
                ]));
    }

    private static Figure Size(IReadOnlyList<SizeShare> shares)
    {
        const string Title = "Size";
        const string Caption = "What takes the room: bytes of keys and values, without what the store adds.";
        var all = Math.Max(1, shares.Sum(share => share.Bytes));
        return new(
            "size", Title, Caption,
            RowChart.Draw("size", Title, Caption, [.. shares.Select(share => new Row(
                $"{share.Name}, {Counted.Of(share.Entries, "key")}", (double)share.Bytes / all, Svg.Bytes(share.Bytes)))]),
            new(
                ["what", "keys", "bytes"],
                [.. shares.Select(share => (string[])[share.Name, Svg.Count(share.Entries), Svg.Count(share.Bytes)])]));
    }

    /// <summary>The presence model forgets slowly: its counts are seldom whole.</summary>
    private static string InWords(Reach reach) => reach.Tries <= 0
        ? "never tried"
        : $"{Svg.Percent(reach.Share)} of {(double.IsInteger(reach.Tries) ? "" : "about ")}"
            + Counted.Of(Math.Max(1, reach.Tries), "try", "tries");

    private static string NameOf(ConnectionType type) => type switch
    {
        ConnectionType.Host => "directly",
        ConnectionType.ServerReflexive => "through a NAT (STUN)",
        ConnectionType.PeerReflexive => "through a NAT (peer)",
        ConnectionType.Relay => "through a relay (TURN)",
        _ => "unknown",
    };
}
