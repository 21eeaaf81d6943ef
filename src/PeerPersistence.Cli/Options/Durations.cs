using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>Spans of time on the command line: <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>7d</c>.</summary>
internal static class Durations
{
    public static Option<TimeSpan?> Option(string name, string description) =>
        new(name) { Description = description + " For example 90s, 15m, 12h or 7d.", HelpName = "duration", CustomParser = Parse };

    private static TimeSpan? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var unit = text switch { [.., 's'] => 1, [.., 'm'] => 60, [.., 'h'] => 3600, [.., 'd'] => 86400, _ => 0 };
        if (unit > 0
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * unit < TimeSpan.MaxValue.TotalSeconds)
            return TimeSpan.FromSeconds(number * unit);
        argument.AddError($"'{text}' is no duration: 90s, 15m, 12h, 7d.");
        return null;
    }
}
