using System.Text;

namespace PeerPersistence.Cli;

/// <summary>All peers, a line each.</summary>
internal static class PeersCard
{
    public static string ToHtml(ReportData data)
    {
        var chances = data.Candidates.ToDictionary(
            candidate => candidate.Peer.PeerId, candidate => candidate.Score, StringComparer.Ordinal);
        var rows = new StringBuilder();
        foreach (var peer in data.Peers)
            rows.Append(Row(peer, chances, data.Now)).Append('\n');
        return $"""
            <section class="card wide" id="peers">
            <h2>All peers</h2>
            <p class="caption">Last seen first. The chance is that of a try now; who is not to be tried has none.</p>
            <p class="search"><input id="find" type="search" placeholder="Name, id or word" aria-label="Search the peers" hidden>
            <span id="found" role="status">{Counted.Of(data.Peers.Count, "peer")}</span></p>
            <div class="scroll"><table>
            <thead><tr><th scope="col">peer</th><th scope="col">chance</th><th scope="col">quality</th><th scope="col">connections</th>
            <th scope="col">last seen<span data-utc>, UTC</span></th><th scope="col">last connected<span data-utc>, UTC</span></th>
            <th scope="col">secret</th><th scope="col">is</th></tr></thead>
            <tbody>
            {rows}</tbody></table></div>
            </section>
            """;
    }

    private static string Row(PeerData peer, Dictionary<string, double> chances, DateTimeOffset now)
    {
        var chance = chances.TryGetValue(peer.PeerId, out var score) ? Svg.Percent(score / 100) : "–";
        var quality = peer.ConnectionQuality;
        var (all, stood) = (quality.TotalConnections, Math.Min(quality.SuccessfulConnections, quality.TotalConnections));
        return $"<tr><th scope=\"row\">{Svg.Text(ReportNames.Of(peer))}</th><td>{chance}</td>"
            + $"<td>{Svg.Count(PeerScore.Quality(quality))}</td><td>{Svg.Count(stood)} of {Svg.Count(all)}</td>"
            + $"<td>{Svg.TimeTag(peer.LastSeen)}</td><td>{Svg.TimeTag(peer.LastConnected)}</td>"
            + $"<td>{PeerText.InWords(peer.SecretStatus)}</td><td>{string.Join(", ", WordsOf(peer, now))}</td></tr>";
    }

    private static IEnumerable<string> WordsOf(PeerData peer, DateTimeOffset now) => new[]
    {
        peer.IsPinned ? "pinned" : peer.IsFriend ? "friend" : null,
        peer.IsBlocked ? "blocked" : peer.BlacklistUntil > now ? "blacklisted" : null,
        peer.ReconnectionAttempts > 0 ? $"{Counted.Of(peer.ReconnectionAttempts, "failed try", "failed tries")}" : null,
    }.OfType<string>();
}
