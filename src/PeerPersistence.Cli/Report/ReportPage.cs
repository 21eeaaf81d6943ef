namespace PeerPersistence.Cli;

/// <summary>The report as one page: nothing is fetched from anywhere, and no script runs but its own.</summary>
internal static class ReportPage
{
    private const int NextTries = 10;

    public static string ToHtml(ReportData data) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src {ReportScript.Source}">
        <meta name="referrer" content="no-referrer">
        <title>Peers of {Svg.Text(data.Store)}</title>
        <style>
        {ReportStyle.Css}
        </style>
        </head>
        <body>
        <main>
        <header>
        <h1>Peers</h1>
        <p class="caption">{Svg.Text(data.Store)}<br>
        as of {Svg.TimeTag(data.Now)}<span data-named="{Svg.Time(data.Now)} UTC"> UTC</span></p>
        </header>
        {Tiles(data.Totals)}
        <div class="cards">
        {(data.Totals.Peers == 0 ? "<p class=\"nothing wide\">Nothing is known yet: the store holds no peer.</p>" : "")}
        {string.Join('\n', Figures.Of(data).Select(figure => figure.ToHtml()))}
        {Candidates(data)}
        {UpkeepCards.AtRisk(data.AtRisk)}
        {UpkeepCards.Condition(data)}
        {Secrets(data)}
        {(data.Peers.Count == 0 ? "" : PeersCard.ToHtml(data))}
        </div>
        </main>
        <script>{ReportScript.Text}</script>
        </body>
        </html>
        """;

    private static string Tiles(Totals totals) => $"""
        <dl class="tiles">
        {Tile(totals.Peers == 1 ? "peer" : "peers", Svg.Count(totals.Peers))}
        {Tile("ever connected", Svg.Count(totals.EverConnected))}
        {Tile("seen this week", Svg.Count(totals.SeenThisWeek))}
        {Tile("pinned", Svg.Count(totals.Pinned))}
        {Tile("blacklisted", Svg.Count(totals.Blacklisted))}
        {Tile(totals.Damaged == 1 ? "damaged record" : "damaged records", Svg.Count(totals.Damaged), isBad: totals.Damaged > 0)}
        </dl>
        """;

    private static string Tile(string name, string value, bool isBad = false) =>
        $"""<div class="tile{(isBad ? " bad" : "")}"><dt>{name}</dt><dd>{value}</dd></div>""";

    private static string Secrets(ReportData data) => data.Secrets.Count + data.Keys.Count == 0 ? "" : $"""
        <section class="card wide" id="secrets">
        <h2>Secrets and keys</h2>
        <p class="caption">Whether each peer's secret opened with the key that was named for this report, and which key seals how many.</p>
        <div class="pair">
        {(data.Secrets.Count == 0 ? "" : SecretTable(data).ToHtml())}
        {(data.Keys.Count == 0 ? "" : KeyTable(data).ToHtml())}
        </div>
        </section>
        """;

    private static NumberTable SecretTable(ReportData data) => new(
        ["secret", "peers"],
        [.. data.Secrets.OrderBy(count => count.Key).Select(count => (string[])[PeerText.InWords(count.Key), Svg.Count(count.Value)])]);

    private static NumberTable KeyTable(ReportData data) => new(
        ["key", "state", "secrets"],
        [.. data.Keys.Select(key => (string[])[Svg.Count(key.KeyId), PeerText.InWords(key.State), Svg.Count(key.Secrets)])]);

    private static string Candidates(ReportData data) => data.Candidates.Count == 0 ? "" : $"""
        <section class="card wide" id="candidates">
        <h2>The next tries</h2>
        <p class="caption">In the order in which they would be tried at the time of this report: the likeliest first, with up to two
        old friends among the first five.
        The chance is online × still comes × reachable.</p>
        <div class="factors">{CandidateTable(data).ToHtml()}</div>
        </section>
        """;

    private static NumberTable CandidateTable(ReportData data) => new(
        ["peer", "chance", "online", "still comes", "reachable", "last seen", "quality"],
        [.. data.Candidates.Take(NextTries).Select(candidate => (string[])
        [
            ReportNames.Of(candidate.Peer), Svg.Percent(candidate.Score / 100), Share(candidate.Factors?.Online),
            Share(candidate.Factors?.Alive), Share(candidate.Factors?.Reach), Ago.Of(candidate.Peer.LastSeen, data.Now),
            Svg.Count(PeerScore.Quality(candidate.Peer.ConnectionQuality)),
        ])]);

    private static string Share(double? share) => share is { } known ? Svg.Percent(known) : "";
}
