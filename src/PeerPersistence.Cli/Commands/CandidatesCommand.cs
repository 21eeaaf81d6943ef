using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Whom the application would try now, and why.</summary>
internal static class CandidatesCommand
{
    private const int DefaultLimit = 10;

    public static Command Create(Tool tool)
    {
        var limit = Values.Number("--limit", "How many peers to show at most. The default is 10.", least: 0);
        var quality = Values.Number("--min-quality", "Shows only peers of at least this quality, 0 to 100.", least: 0, most: 100);
        var age = Durations.Option("--max-age", "Shows only peers that were seen within this time.");
        var command = new Command(
            "candidates", "Shows the peers that the application would try now, and why. Changes nothing.") { limit, quality, age };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var candidates = await opened.Service.GetReconnectionCandidatesAsync(
                new()
                {
                    Limit = run.Get(limit) ?? DefaultLimit,
                    MinQuality = run.Get(quality) ?? 0,
                    MaxAge = run.Get(age),
                }, cancellationToken).ConfigureAwait(false);
            var export = await opened.Service.ExportDataAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            CandidatesJson document = new([.. candidates.Select(Json)], candidates.PassedOver, Foretold.Of(export.ToJson()));
            run.Show(document, ToolJson.Default.CandidatesJson, screen => Write(screen, document));
            return ExitCode.Done;
        });
    }

    private static CandidateJson Json(ReconnectionCandidate candidate) => new(
        candidate.Peer.PeerId, candidate.Peer.DisplayName, candidate.Score, candidate.Reason.Split(", "),
        [
            .. Enum.GetValues<CandidateTraits>()
                .Where(trait => trait != CandidateTraits.None && candidate.Traits.HasFlag(trait))
                .Select(InWords),
        ],
        candidate.Factors);

    private static string InWords(Foretold said) => string.Create(
        CultureInfo.InvariantCulture,
        $"of {Counted.Of(said.Tries, "try", "tries")} with a chance of {100 * said.From:N0} to {(100 * said.From) + 10:N0} %, ")
        + $"{said.Answered} succeeded";

    private static string InWords(CandidateTraits trait) => trait switch
    {
        CandidateTraits.ProbablyOnline => "probably-online",
        CandidateTraits.UsuallyOnlineNow => "usually-online-now",
        CandidateTraits.ProbablyGone => "probably-gone",
        CandidateTraits.HardToReach => "hard-to-reach",
        _ => "never-tried",
    };

    private static void Write(IAnsiConsole screen, CandidatesJson document)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            "peer", "name", "chance", "online", "still comes", "reachable", "why");
        foreach (var candidate in document.Candidates)
        {
            table.AddRow(
                PlainText.Markup(candidate.PeerId), PlainText.Markup(PeerText.NameOf(candidate.DisplayName), 24),
                Percent(candidate.Score / 100), Percent(candidate.Factors?.Online),
                Percent(candidate.Factors?.Alive), Percent(candidate.Factors?.Reach),
                string.Join(", ", [.. candidate.Traits, .. candidate.Reasons]));
        }

        screen.Write(table);
        var over = document.PassedOver;
        screen.WriteLine(
            $"passed over: {over.Total} ({over.Blacklisted} blacklisted, {over.TooOld} too old, {over.BelowQuality} below quality, "
            + $"{over.BeyondLimit} beyond the limit, {over.Damaged} damaged)");
        if (document.Foretold.Count > 0)
            screen.WriteLine($"own tries before: {string.Join("; ", document.Foretold.Select(InWords))}");
    }

    private static string Percent(double? share) =>
        share is { } known ? (100 * known).ToString("N0", CultureInfo.InvariantCulture) + " %" : "";
}
