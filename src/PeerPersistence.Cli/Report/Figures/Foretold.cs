using System.Text.Json;

namespace PeerPersistence.Cli;

/// <summary>What was said before this store's own tries, and what came of them.</summary>
/// <param name="From">The least probability of these tries, 0 to 0.9; a tenth more is the most.</param>
/// <param name="Tries">How many there were.</param>
/// <param name="Answered">How many the peer answered.</param>
internal sealed record Foretold(double From, int Tries, int Answered)
{
    private const int Tenths = 10;

    public double Share => (double)Answered / Tries;

    /// <summary>The chance in the middle of those that were said.</summary>
    public double Middle => From + (0.5 / Tenths);

    /// <summary>Of the peers of an export, the tenths in which there were tries.</summary>
    public static IReadOnlyList<Foretold> Of(string exportJson)
    {
        using var export = JsonDocument.Parse(exportJson);
        var (tries, answered) = (new int[Tenths], new int[Tenths]);
        foreach (var peer in export.RootElement.GetProperty("peers").EnumerateArray())
        {
            if (!peer.TryGetProperty("evidence", out var evidence) || !evidence.TryGetProperty("foretold", out var tally))
                continue;
            for (var tenth = 0; tenth < Tenths; tenth++)
            {
                tries[tenth] += tally[2 * tenth].GetInt32();
                answered[tenth] += tally[(2 * tenth) + 1].GetInt32();
            }
        }

        return
        [
            .. Enumerable.Range(0, Tenths).Where(tenth => tries[tenth] > 0)
                .Select(tenth => new Foretold((double)tenth / Tenths, tries[tenth], answered[tenth])),
        ];
    }
}
