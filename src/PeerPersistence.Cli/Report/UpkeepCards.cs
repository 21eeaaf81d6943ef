namespace PeerPersistence.Cli;

/// <summary>Who is at risk of a cleanup, and what is damaged or was set aside.</summary>
internal static class UpkeepCards
{
    private const int MostOfAKind = 10;

    public static string AtRisk(IReadOnlyList<AtRisk> peers) => peers.Count == 0 ? "" : $"""
        <section class="card wide" id="at-risk">
        <h2>Who goes soon</h2>
        <p class="caption">A cleanup by the library's own settings takes {Counted.Of(peers.Count, "peer")} within a week, once the
        application has heard from anybody. A pinned peer stays, and so does one that is heard from.</p>
        <div class="scroll">{Table(peers).ToHtml()}</div>
        </section>
        """;

    public static string Condition(ReportData data) => $"""
        <section class="card wide" id="condition">
        <h2>Damaged or set aside</h2>
        {(data.Findings.Count + data.SetAside.Count == 0 ? "<p class=\"caption\">Nothing: all can be read.</p>" : List(Lines(data)))}
        </section>
        """;

    private static NumberTable Table(IReadOnlyList<AtRisk> peers) => new(
        ["peer", "when", "why"],
        [.. peers.Select(peer => (string[])[ReportNames.Of(peer.DisplayName, peer.PeerId), peer.When, peer.Why])]);

    private static IEnumerable<string> Lines(ReportData data) =>
    [
        .. data.Findings.GroupBy(finding => finding.Kind).SelectMany(kind => kind.Count() <= MostOfAKind
            ? kind.Select(finding => finding.Message)
            : kind.Take(MostOfAKind).Select(finding => finding.Message)
                .Append($"And {kind.Count() - MostOfAKind} more such; 'peers verify --json' lists all.")),
        .. data.SetAside.Select(path =>
            $"Damaged bytes of the store were set aside in {Path.GetFileName(path)}. What they held is missing."),
    ];

    private static string List(IEnumerable<string> lines) =>
        $"<ul>{string.Concat(lines.Select(line => $"<li>{Svg.Text(line)}</li>"))}</ul>";
}
