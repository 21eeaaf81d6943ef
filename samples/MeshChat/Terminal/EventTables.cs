using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeshChat;

/// <summary>How lists look to a person.</summary>
internal static class EventTables
{
    public static Table Of(PeerList list)
    {
        var table = New("peer", "", "latency", "quality", "links so far", "last seen", "secret", "is");
        foreach (var peer in list.Peers)
        {
            table.AddRow(
                peer.Name.EscapeMarkup(), peer.Linked ? "[green]linked[/]" : "[grey]away[/]",
                peer.LatencyMilliseconds is { } latency ? Invariant($"{latency:0} ms") : "–",
                Invariant($"{peer.Quality}"), Invariant($"{peer.Connections}"), Invariant($"{peer.LastSeen.LocalDateTime:MMM d, HH:mm}"),
                peer.Secret == SecretStatus.Available ? "shared" : $"{peer.Secret}", $"{peer.Standing}".ToLowerInvariant());
        }

        return table;
    }

    public static IRenderable Of(CandidateList list)
    {
        var table = New("peer", "chance", "is online", "still comes", "is reachable", "failed calls");
        foreach (var candidate in list.Candidates)
        {
            table.AddRow(
                candidate.Name.EscapeMarkup(), Invariant($"{candidate.Score:0} %"),
                Percent(candidate.Factors?.Online), Percent(candidate.Factors?.Alive), Percent(candidate.Factors?.Reach),
                Invariant($"{candidate.FailedAttempts}"));
        }

        return list.PassedOver == 0
            ? table : new Rows(table, new Markup($"[grey]{list.PassedOver} passed over: linked already, blacklisted or unreadable.[/]"));
    }

    public static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var column in columns)
            table.AddColumn(column);
        return table;
    }

    private static string Percent(double? share) => share is { } known ? Invariant($"{100 * known:0} %") : "–";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
