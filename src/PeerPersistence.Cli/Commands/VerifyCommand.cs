using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Says what is wrong in a store.</summary>
internal static class VerifyCommand
{
    public static Command Create(Tool tool) => tool.Runs(
        new Command(
            "verify",
            "Reads everything and says what is wrong. If something is, the exit code is 1. Changes nothing. "
            + "Checks secrets only if you name keys."),
        async (run, cancellationToken) =>
        {
            var choice = await run.ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false);
            var check = await StoreCheck.RunAsync(choice, run.Console.Time, cancellationToken).ConfigureAwait(false);
            VerifyJson document = new(choice.Address.ToString(), check.Peers, choice.Keys is not null, check.Findings);
            run.Show(document, ToolJson.Default.VerifyJson, screen => Write(screen, document));
            if (check.Refusal is { } refusal)
                throw new SecretUnavailableException(refusal.Message, refusal);
            return check.Findings.Count == 0 ? ExitCode.Done : ExitCode.Problem;
        });

    private static void Write(IAnsiConsole screen, VerifyJson document)
    {
        FindingText.Write(screen, "[red]✗[/]", document.Findings);
        var secrets = document.SecretsChecked ? "secrets checked" : "secrets not checked: no keys were named";
        var verdict = document.Findings.Count == 0
            ? "[green]✓ all is well[/]"
            : $"[red]{Counted.Of(document.Findings.Count, "finding")}[/]";
        screen.MarkupLine($"{verdict}: {Counted.Of(document.Peers, "peer")}, {secrets}");
    }
}
