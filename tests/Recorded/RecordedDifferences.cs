using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Recorded;

/// <summary>How a view of a store differs from the recorded one. What a later version tells besides is no difference.</summary>
internal static class RecordedDifferences
{
    public const string Score = "score";

    /// <summary>
    /// How far a candidate's score may be from the recorded one. A better model of presence may move scores: widen this, here, for
    /// recordings made before it. The order of the candidates, and everything else, stays exact. What was recorded in 2026 knew a memory
    /// of two hours, not of four.
    /// </summary>
    private const double ScoreTolerance = 30;

    /// <summary>The places that differ, with both values.</summary>
    public static IEnumerable<string> Between(JsonNode? recorded, JsonNode? now, string path = "") => (recorded, now) switch
    {
        (JsonObject before, JsonObject after) =>
            before.SelectMany(property => Between(property.Value, after[property.Key], $"{path}/{property.Key}")),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            before.SelectMany((item, index) => Between(item, after[index], $"{path}/{index}")),
        _ => IsSame(recorded, now, path) ? [] : [$"{path}: {Text(recorded)} became {Text(now)}"],
    };

    private static bool IsSame(JsonNode? recorded, JsonNode? now, string path) =>
        path.EndsWith("/" + Score, StringComparison.Ordinal) && recorded is not null && now is not null
            ? Math.Abs(recorded.GetValue<double>() - now.GetValue<double>()) <= ScoreTolerance
            : Text(recorded) == Text(now);

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
