using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>Instants and spans as people say them.</summary>
internal static class Ago
{
    public static string Of(DateTimeOffset? instant, DateTimeOffset now) => instant switch
    {
        null => "never",
        { } then when then > now => "in " + Span(then - now),
        { } then => Span(now - then) + " ago",
    };

    public static string Exactly(DateTimeOffset? instant, DateTimeOffset now) => instant is { } then
        ? $"{then.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, {Of(then, now)}"
        : "never";

    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Whole(span.TotalSeconds, "s"),
        { TotalHours: < 1 } => Whole(span.TotalMinutes, "min"),
        { TotalDays: < 2 } => Whole(span.TotalHours, "h"),
        _ => Whole(span.TotalDays, "d"),
    };

    private static string Whole(double number, string unit) => Math.Floor(number).ToString("N0", CultureInfo.InvariantCulture) + " " + unit;
}
