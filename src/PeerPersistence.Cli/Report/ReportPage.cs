namespace PeerPersistence.Cli;

/// <summary>The report as one page: no script, nothing fetched from anywhere.</summary>
internal static class ReportPage
{
    public static string ToHtml(ReportData data) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
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
        <p class="caption">{Svg.Text(data.Store)}<br>as of {Svg.Date(data.Now)}, {Svg.Time(data.Now)} UTC</p>
        </header>
        {Tiles(data.Totals)}
        <div class="cards">
        {string.Join('\n', Figures.Of(data).Select(figure => figure.ToHtml()))}
        {Secrets(data)}
        {Candidates(data)}
        </div>
        </main>
        </body>
        </html>
        """;

    private static string Tiles(Totals totals) => $"""
        <dl class="tiles">
        {Tile("peers", Svg.Count(totals.Peers))}
        {Tile("ever connected", Svg.Count(totals.EverConnected))}
        {Tile("seen this week", Svg.Count(totals.SeenThisWeek))}
        {Tile("pinned", Svg.Count(totals.Pinned))}
        {Tile("blacklisted", Svg.Count(totals.Blacklisted))}
        {Tile("damaged records", Svg.Count(totals.Damaged), isBad: totals.Damaged > 0)}
        </dl>
        """;

    private static string Tile(string name, string value, bool isBad = false) =>
        $"""<div class="tile{(isBad ? " bad" : "")}"><dt>{name}</dt><dd>{value}</dd></div>""";

    private static string Secrets(ReportData data) => $"""
        <section class="card wide" id="secrets">
        <h2>Secrets and keys</h2>
        <p class="caption">Whether each peer's secret opened with the key that was named for this report, and which key seals how many.</p>
        <div class="pair">
        {(data.Secrets.Count == 0 ? "<p class=\"nothing\">No peer, no secret.</p>" : SecretTable(data).ToHtml())}
        {(data.Keys.Count == 0 ? "<p class=\"nothing\">No key was ever made.</p>" : KeyTable(data).ToHtml())}
        </div>
        </section>
        """;

    private static NumberTable SecretTable(ReportData data) => new(
        ["secret", "peers"],
        [.. data.Secrets.OrderBy(count => count.Key).Select(count => (string[])[PeerText.InWords(count.Key), Svg.Count(count.Value)])]);

    private static NumberTable KeyTable(ReportData data) => new(
        ["key", "state", "secrets"],
        [.. data.Keys.Select(key => (string[])[Svg.Count(key.KeyId), PeerText.InWords(key.State), Svg.Count(key.Secrets)])]);

    private static string Candidates(ReportData data) => $"""
        <section class="card wide" id="candidates">
        <h2>Whom to try now</h2>
        <p class="caption">The likeliest to answer at the time of this report: online × still comes × reachable.</p>
        {(data.Candidates.Count == 0 ? "<p class=\"nothing\">Nobody.</p>" : Factors(data))}
        </section>
        """;

    private static string Factors(ReportData data) => $"""<div class="factors">{CandidateTable(data).ToHtml()}</div>""";

    private static NumberTable CandidateTable(ReportData data) => new(
        ["peer", "chance", "online", "still comes", "reachable", "last seen", "quality"],
        [.. data.Candidates.Select(candidate => (string[])
        [
            NameOf(candidate.Peer), Svg.Percent(candidate.Score / 100), Share(candidate.Factors?.Online), Share(candidate.Factors?.Alive),
            Share(candidate.Factors?.Reach), Ago.Of(candidate.Peer.LastSeen, data.Now),
            Svg.Count(PeerScore.Quality(candidate.Peer.ConnectionQuality)),
        ])]);

    /// <summary>Names are not unique, and some are blank; ids tell peers apart.</summary>
    private static string NameOf(PeerData peer) =>
        string.IsNullOrWhiteSpace(peer.DisplayName) || peer.DisplayName == peer.PeerId
            ? PlainText.Cut(peer.PeerId, 64)
            : $"{PlainText.Cut(peer.DisplayName, 40)} ({PlainText.Cut(peer.PeerId, 64)})";

    private static string Share(double? share) => share is { } known ? Svg.Percent(known) : "";
}
