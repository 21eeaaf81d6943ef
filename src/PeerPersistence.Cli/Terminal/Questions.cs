using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Asks for passphrases, on standard error and without echo.</summary>
internal static class Questions
{
    public static async Task<string> AskAsync(ToolConsole console, string question, CancellationToken cancellationToken)
    {
        if (!console.CanAsk)
            throw ToolException.Usage($"Nobody can be asked here: name a variable or standard input instead ({question}).");
        _ = Console.KeyAvailable; // With the first look at its keys the terminal stops echoing: before it shows the question, not after.
        return await new TextPrompt<string>(question).Secret(null).ShowAsync(console.Talk, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks twice, since what was mistyped once locks its owner out.</summary>
    public static async Task<string> AskForNewAsync(ToolConsole console, string question, CancellationToken cancellationToken)
    {
        var passphrase = await AskAsync(console, question, cancellationToken).ConfigureAwait(false);
        return passphrase == await AskAsync(console, "Once more:", cancellationToken).ConfigureAwait(false)
            ? passphrase
            : throw ToolException.Usage("The two are not the same.");
    }
}
