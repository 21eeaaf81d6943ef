using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>What all commands share: the console, and the options that say which store and which keys.</summary>
internal sealed class Tool(ToolConsole console)
{
    public CommonOptions Common { get; } = new();

    /// <summary>Gives a command its work.</summary>
    public Command Runs(Command command, Func<Invocation, CancellationToken, Task<int>> run)
    {
        command.Add(Common.Store.Place);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var invocation = new Invocation(parsed, Common, console);
            var code = await run(invocation, cancellationToken).ConfigureAwait(false);
            invocation.WarnOfSetAside();
            return code;
        });
        return command;
    }
}
