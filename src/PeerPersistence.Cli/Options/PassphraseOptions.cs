using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>Three ways to say a passphrase, none of which is an argument: other users see the arguments of a program.</summary>
/// <param name="name">The name of the options, without dashes.</param>
/// <param name="meaning">What it opens or seals.</param>
/// <param name="recursive">Whether every command takes them.</param>
internal sealed class PassphraseOptions(string name, string meaning, bool recursive = false)
{
    private readonly Option<bool> _ask = new("--" + name)
    {
        Description = $"Asks for the passphrase {meaning}, without echo.",
        Recursive = recursive,
    };

    private readonly Option<string?> _variable = new($"--{name}-env")
    {
        Description = "Takes it from an environment variable.", HelpName = "variable", Recursive = recursive,
    };

    private readonly Option<bool> _input = new($"--{name}-stdin")
    {
        Description = "Takes it from a line of standard input.",
        Recursive = recursive,
    };

    public void AddTo(Command command)
    {
        command.Add(_ask);
        command.Add(_variable);
        command.Add(_input);
    }

    /// <summary>How many ways were named; more than one is too many.</summary>
    public int Count(ParseResult parsed) =>
        (parsed.GetValue(_ask) ? 1 : 0) + (parsed.GetValue(_variable) is null ? 0 : 1) + (parsed.GetValue(_input) ? 1 : 0);

    /// <summary>The passphrase; <c>null</c> where none was named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">Where to ask.</param>
    /// <param name="isNew">Whether it is only now made, so that a slip of the finger has to be noticed.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<string?> ReadAsync(ParseResult parsed, ToolConsole console, bool isNew, CancellationToken cancellationToken)
    {
        if (Count(parsed) > 1)
            throw ToolException.Usage($"--{name}, --{name}-env, --{name}-stdin: give only one of them.");
        if (parsed.GetValue(_variable) is { } variable)
            return Given(Environment.GetEnvironmentVariable(variable), $"The variable {variable} holds none.");
        if (parsed.GetValue(_input))
            return Given(await console.Input.ReadLineAsync(cancellationToken).ConfigureAwait(false), "Standard input holds none.");
        if (!parsed.GetValue(_ask))
            return null;
        var question = $"Passphrase {meaning}:";
        return isNew
            ? await Questions.AskForNewAsync(console, question, cancellationToken).ConfigureAwait(false)
            : await Questions.AskAsync(console, question, cancellationToken).ConfigureAwait(false);
    }

    private static string Given(string? passphrase, string otherwise) =>
        passphrase is { Length: > 0 } ? passphrase : throw ToolException.Keys(otherwise);
}
