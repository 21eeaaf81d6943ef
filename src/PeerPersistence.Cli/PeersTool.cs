using System.CommandLine;
using Microsoft.Extensions.Options;

namespace PeerPersistence.Cli;

/// <summary>The program: its commands, and what becomes of an error.</summary>
internal static class PeersTool
{
    private static readonly Func<Tool, Command>[] Commands =
    [
        ListCommand.Create, ShowCommand.Create, CandidatesCommand.Create, StatsCommand.Create, ReportCommand.Create,
        VerifyCommand.Create, RepairCommand.Create, CompactCommand.Create,
        PinCommand.Pin, PinCommand.Unpin, RemoveCommand.Create, CleanupCommand.Create, ClearCommand.Create,
        ExportCommand.Create, ImportCommand.Create, MigrateCommand.Create, RotateKeysCommand.Create, WatchCommand.Create,
    ];

    private static readonly string Description = $"""
        Looks into stores of PeerPersistence, checks, mends and moves them.

        For example: peers list peers.db

        {ExitCode.Table}
        """;

    public static async Task<int> RunAsync(string[] arguments, ToolConsole console)
    {
        var tool = new Tool(console);
        var root = new RootCommand(Description);
        tool.Common.AddTo(root);
        foreach (var create in Commands)
            root.Add(create(tool));

        // A peer's id may begin with "@", which would otherwise name a file of arguments.
        var parsed = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        if (Mistakes.In(parsed) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes)
                console.Complain(mistake);
            console.Complain("See 'peers --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new()
            {
                Output = console.Output,
                Error = console.Errors,
                EnableDefaultExceptionHandler = false,
            }).ConfigureAwait(false);
        }
        catch (IOException e) when (StandardOutput.IsNotRead(e))
        {
            return ExitCode.Done; // peers --help | head -1
        }
        catch (Exception e) when (IsExpected(e))
        {
            console.Complain(e is OperationCanceledException ? "Stopped." : e.Message);
            return ExitCode.Of(e);
        }
    }

    private static bool IsExpected(Exception e) =>
        e is ToolException or PeerPersistenceException or OperationCanceledException
            or IOException or UnauthorizedAccessException or ArgumentException or OptionsValidationException;
}
