using System.Text.Json;

namespace PeerPersistence.Cli;

/// <summary>How many peers a connection stood with on a UTC day, and how many of them our own tries reached.</summary>
internal sealed record DayOfSuccess(DateTimeOffset Day, int Connected, int Reached)
{
    // What a record remembers.
    private const int Days = 32;

    /// <summary>The last 32 days of the peers of an export; none where nobody was connected.</summary>
    public static IReadOnlyList<DayOfSuccess> Of(string exportJson, DateTimeOffset now)
    {
        using var export = JsonDocument.Parse(exportJson);
        var evidence = export.RootElement.GetProperty("peers").EnumerateArray()
            .Select(peer => peer.TryGetProperty("evidence", out var found) ? found : default)
            .Where(found => found.ValueKind == JsonValueKind.Object).ToList();
        var own = evidence.Select(found => Read(found, "own", 1)).ToList();
        var met = evidence.Select(found => Read(found, "met", 0)).ToList();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        DayOfSuccess[] days =
        [
            .. Enumerable.Range(1 - Days, Days).Select(ago => today.AddDays(ago)).Select(day => new DayOfSuccess(
                day, met.Count(known => known.Contains(NumberOf(day))), own.Count(known => known.Contains(NumberOf(day))))),
        ];
        return days.All(day => day is { Connected: 0, Reached: 0 }) ? [] : days;
    }

    /// <summary>A connection that we made ourselves is a connection.</summary>
    public int AtLeastConnected => Math.Max(Connected, Reached);

    private static DayCount Read(JsonElement evidence, string name, int from) =>
        evidence.TryGetProperty(name, out var numbers) && numbers.GetArrayLength() == from + 3
            ? new((ushort)numbers[from].GetInt32(), (ushort)numbers[from + 1].GetInt32(), numbers[from + 2].GetUInt32())
            : default;

    private static ushort NumberOf(DateTimeOffset day) => (ushort)(day.ToUnixTimeSeconds() / (24 * 60 * 60));
}
