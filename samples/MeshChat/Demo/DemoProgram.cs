using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace MeshChat;

/// <summary>Plays the story with real processes, and ends with 0 only if all of it happened.</summary>
internal static class DemoProgram
{
    private const int Failed = 1, Interrupted = 130;

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("meshchat-demo-").FullName;
        var clock = Stopwatch.StartNew();
        AnsiConsole.MarkupLine("[bold]MeshChat demo[/]: five peers on this computer, over TLS on 127.0.0.1");
        AnsiConsole.WriteLine();
        try
        {
            using var cast = new Cast(folder, cancellationToken);
            var rows = await new Scenario(cast, Tell).PlayAsync();
            AnsiConsole.WriteLine();
            AnsiConsole.Write(ResultTable.Of(rows));
            AnsiConsole.MarkupLine($"[green]All of it happened.[/] {Seconds()}");
            return 0;
        }
        catch (DemoFailure e)
        {
            AnsiConsole.MarkupLine($"[red]FAILED:[/] {e.Message.EscapeMarkup()}");
            return Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            AnsiConsole.MarkupLine("[yellow]Stopped.[/]");
            return Interrupted;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Tell(string what) => AnsiConsole.MarkupLine($"[grey]{Seconds(),7}[/] [green]✓[/] {what.EscapeMarkup()}");
        string Seconds() => string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} s");
    }
}
