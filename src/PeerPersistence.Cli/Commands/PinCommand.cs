using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Keeps a peer whatever a cleanup says, or lets it go with the others again.</summary>
internal static class PinCommand
{
    public static Command Pin(Tool tool) => Create(tool, "pin", "Pins a peer: no cleanup and no limit removes it.", pinned: true);

    public static Command Unpin(Tool tool) => Create(tool, "unpin", "Ends the pin of a peer.", pinned: false);

    private static Command Create(Tool tool, string name, string description, bool pinned)
    {
        var id = new Argument<string>("peer") { Description = "The peer's id." };
        return tool.Runs(new Command(name, description) { id }, async (run, cancellationToken) =>
        {
            var peerId = run.Parsed.GetRequiredValue(id);
            var opened = await run.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            if (!await run.FindAsync(peerId, () => opened.Service.SetPinnedAsync(peerId, pinned, cancellationToken)).ConfigureAwait(false))
                return ExitCode.Problem;
            run.Show(
                new PinJson(peerId, pinned), ToolJson.Default.PinJson,
                screen => screen.WriteLine($"'{PlainText.Of(peerId)}' is {(pinned ? "pinned" : "not pinned any more")}"));
            return ExitCode.Done;
        });
    }
}
