using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Moves everything from one store to another, of any kind.</summary>
internal static class MigrateCommand
{
    public static Command Create(Tool tool)
    {
        var to = new Option<string>("--to")
        {
            Description = "The store to copy into, which must be empty or new: " + StoreSchemes.Forms,
            HelpName = "scheme:place",
            Required = true,
        };
        var command = new Command(
            "migrate",
            "Copies everything, with sealed secrets and keys, into an empty store, and compares. Needs no key. The same keys "
            + "open the copy. The first store stays as it is. If it is stopped half-way, run it again.") { to };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var (from, target) = (run.Address, StoreSchemes.Parse(run.Parsed.GetRequiredValue(to)));
            // What an application goes on writing would be missing in the copy.
            using var held = from.Scheme.Hold(from.Place);
            var source = await from.Scheme.ReadAsync(from.Place, cancellationToken).ConfigureAwait(false);
            var store = await target.Scheme.OpenAsync(target.Place, mayCreate: true, cancellationToken).ConfigureAwait(false);
            try
            {
                var (keys, resumed) = await ProgressBar.RunAsync(
                    run.Console.Talk, "copying",
                    progress => StoreCopy.RunAsync(source.Store, store, progress, cancellationToken)).ConfigureAwait(false);
                MigrateJson document = new(from.ToString(), target.ToString(), keys, resumed);
                run.Show(document, ToolJson.Default.MigrateJson, screen => screen.MarkupLine(
                    $"[green]✓[/] {Counted.Are(keys, "key")} in {PlainText.Markup(document.To)} "
                    + $"as in {PlainText.Markup(document.From)}"));
                return ExitCode.Done;
            }
            finally
            {
                if (store is IAsyncDisposable disposable)
                    await disposable.DisposeAsync().ConfigureAwait(false);
            }
        });
    }
}
