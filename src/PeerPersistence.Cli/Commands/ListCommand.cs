using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>The peers of a store, filtered and sorted.</summary>
internal static class ListCommand
{
    public static Command Create(Tool tool)
    {
        var sort = Values.OneOf<PeerSortBy>("--sort", "What to sort by, the greatest first. The default is LastSeen.");
        var ascending = new Option<bool>("--ascending") { Description = "Shows the least first." };
        var limit = Values.Number("--limit", "How many peers to show at most.", least: 0);
        var quality = Values.Number("--min-quality", "Shows only peers of at least this quality, 0 to 100.", least: 0, most: 100);
        var age = Durations.Option("--max-age", "Shows only peers that were seen within this time.");
        var blacklisted = new Option<bool>("--blacklisted") { Description = "Shows blacklisted peers as well." };
        var shown = new ShowOptions();
        var command = new Command("list", "Lists the peers. Changes nothing.") { sort, ascending, limit, quality, age, blacklisted };
        shown.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var peers = await opened.Service.QueryPeersAsync(
                new()
                {
                    SortBy = run.Get(sort),
                    Order = run.Get(ascending) ? PeerSortOrder.Ascending : PeerSortOrder.Descending,
                    Limit = run.Get(limit),
                    MinQuality = run.Get(quality) ?? 0,
                    MaxAge = run.Get(age),
                    ExcludeBlacklisted = !run.Get(blacklisted),
                },
                cancellationToken).ConfigureAwait(false);
            PeerListJson document = new([.. peers.Select(peer => PeerJson.Of(peer, shown.Read(run.Parsed)))]);
            run.Show(document, ToolJson.Default.PeerListJson, screen => Write(screen, peers, shown.Read(run.Parsed), run.Now));
            return ExitCode.Done;
        });
    }

    private static void Write(IAnsiConsole screen, IReadOnlyList<PeerData> peers, Shown shown, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("peer", "name", "last seen", "connected", "quality", "secret", "");
        if (shown.Addresses)
            table.AddColumn("address");
        if (shown.Secrets)
            table.AddColumn("shared secret");
        foreach (var peer in peers)
        {
            List<string> row =
            [
                PlainText.Markup(peer.PeerId), PlainText.Markup(PeerText.NameOf(peer.DisplayName), 24),
                Ago.Of(peer.LastSeen, now), Ago.Of(peer.LastConnected, now),
                PeerScore.Quality(peer.ConnectionQuality).ToString(CultureInfo.InvariantCulture), PeerText.InWords(peer.SecretStatus),
                PeerText.MarksOf(peer, now),
            ];
            if (shown.Addresses)
                row.Add(PlainText.Markup(peer.LastKnownIP ?? "", 48));
            if (shown.Secrets)
                row.Add(PlainText.Markup(peer.SharedSecret ?? "", 200));
            table.AddRow([.. row]);
        }

        screen.Write(table);
        screen.WriteLine(Counted.Of(peers.Count, "peer"));
    }
}
