using System.CommandLine;
using System.CommandLine.Parsing;

namespace PeerPersistence.Cli;

/// <summary>What is wrong with a command line, in sentences, with what was probably meant.</summary>
internal static class Mistakes
{
    public static IReadOnlyList<string> In(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // The parser takes an option that it does not know as a word, such as the name of a store.
        var options = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => $"'{token.Value}' is no option.{DidYouMean(token.Value, OptionsOf(parsed.CommandResult))}").ToList();
        if (options.Count > 0)
            return options;
        if (command is RootCommand && parsed.UnmatchedTokens is [var word, ..])
            return [$"'{word}' is no command.{DidYouMean(word, command.Subcommands.Select(other => other.Name))}"];
        return [.. parsed.Errors.Select(error => error.Message)];
    }

    private static IEnumerable<string> OptionsOf(CommandResult result) => result.Command.Options
        .Concat(result.Parent is CommandResult { Command: var root } ? root.Options.Where(option => option.Recursive) : [])
        .Select(option => option.Name);

    private static string DidYouMean(string word, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Edits: EditDistance.Between(word, name))).MinBy(name => name.Edits) is var best
            && best.Edits <= Math.Max(1, word.Length / 3)
            ? $" Did you mean '{best.Name}'?"
            : "";
}
