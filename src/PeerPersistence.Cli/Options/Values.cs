using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>Options with a number or one of a few names. What they do not take is answered with what they take.</summary>
internal static class Values
{
    /// <summary>One of the names of an enumeration, in upper or lower case.</summary>
    public static Option<T> OneOf<T>(string name, string description) where T : struct, Enum => new(name)
    {
        Description = description, HelpName = string.Join('|', Enum.GetNames<T>()), CustomParser = Named<T>,
    };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Number(string name, string description, int least, int most = int.MaxValue) => new(name)
    {
        Description = description, HelpName = "number", CustomParser = argument => Whole(argument, least, most),
    };

    private static T Named<T>(ArgumentResult argument) where T : struct, Enum
    {
        var (text, names) = (argument.Tokens[0].Value, Enum.GetNames<T>());
        // By its name only: Enum.Parse takes numbers, too.
        if (names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Enum.Parse<T>(found);
        argument.AddError($"{NameOf(argument)} takes {string.Join(", ", names[..^1])} or {names[^1]} (was '{text}').");
        return default;
    }

    private static int? Whole(ArgumentResult argument, int least, int most)
    {
        var text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        var bounds = most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        argument.AddError($"{NameOf(argument)} takes a whole number {bounds} (was '{text}').");
        return null;
    }

    private static string NameOf(ArgumentResult argument) => ((OptionResult)argument.Parent!).Option.Name;
}
