using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Removes one peer.</summary>
internal static class RemoveCommand
{
    public static Command Create(Tool tool)
    {
        var id = new Argument<string>("peer") { Description = "The peer's id." };
        var command = new Command(
            "remove",
            "Removes one peer with its secret and its history, even if its record cannot be read. Gossip does not bring it back.")
        {
            id,
        };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var peerId = run.Parsed.GetRequiredValue(id);
            var opened = await run.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            if (!await run.FindAsync(peerId, () => opened.Service.RemovePeerAsync(peerId, cancellationToken)).ConfigureAwait(false))
                return ExitCode.Problem;
            var left = await opened.Service.CountAsync(cancellationToken).ConfigureAwait(false);
            run.Show(
                new RemoveJson(peerId, left), ToolJson.Default.RemoveJson,
                screen => screen.WriteLine($"removed '{PlainText.Of(peerId)}'; {Counted.Are(left, "peer")} left"));
            return ExitCode.Done;
        });
    }
}
