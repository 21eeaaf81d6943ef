using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>What all commands share: the console, and the options that say which store and which keys.</summary>
internal sealed class Tool(ToolConsole console)
{
    public CommonOptions Common { get; } = new();

    /// <summary>Gives a command its work.</summary>
    public Command Runs(Command command, Func<Invocation, CancellationToken, Task<int>> run)
    {
        command.SetAction((parsed, cancellationToken) => run(new(parsed, Common, console), cancellationToken));
        return command;
    }
}
