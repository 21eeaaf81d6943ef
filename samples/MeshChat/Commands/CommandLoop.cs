namespace MeshChat;

/// <summary>Reads what is typed: commands begin with a slash, everything else is said to everyone.</summary>
internal sealed class CommandLoop(IEnumerable<ICommand> commands, Conversation conversation, ITerminal terminal)
{
    private readonly Dictionary<string, ICommand> _commands = commands.ToDictionary(command => command.Name);

    /// <summary>Runs until the user quits or the input ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await terminal.ReadLineAsync(cancellationToken) is { } line && line.Trim() != "/quit")
        {
            try
            {
                await ObeyAsync(line.Trim(), cancellationToken);
            }
            catch (PeerPersistenceException e)
            {
                terminal.Show(new Problem(e.Message));
            }
        }
    }

    private async Task ObeyAsync(string line, CancellationToken cancellationToken)
    {
        if (!line.StartsWith('/'))
        {
            if (PlainText.Clean(line) is { Length: > 0 } text)
                conversation.Say(text);
            return;
        }

        var parts = line[1..].Split(' ', 2, StringSplitOptions.TrimEntries);
        var argument = parts.Length == 2 ? parts[1] : "";
        if (parts[0] == "help")
            ShowHelp();
        else if (!_commands.TryGetValue(parts[0], out var command))
            terminal.Show(new Problem($"/{parts[0]} is no command; /help lists them."));
        else if (argument.Length == 0 && command.Argument.StartsWith('<'))
            terminal.Show(new Problem($"Say /{command.Name} {command.Argument}."));
        else
            await command.RunAsync(argument, cancellationToken);
    }

    private void ShowHelp()
    {
        foreach (var command in _commands.Values)
            terminal.Show(new Notice($"{$"/{command.Name} {command.Argument}",-22} {command.Help}"));
        terminal.Show(new Notice($"{"/quit",-22} leave; your friends are remembered"));
        terminal.Show(new Notice("Everything else is said to everyone."));
    }
}
