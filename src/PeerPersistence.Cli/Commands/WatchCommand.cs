using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace PeerPersistence.Cli;

/// <summary>Tells what others change.</summary>
internal static class WatchCommand
{
    public static Command Create(Tool tool)
    {
        var count = Values.Number("--count", "Ends after this many changes.", least: 1);
        var interval = Durations.Option("--interval", "How often to look. The default is 2s.");
        var shown = new ShowOptions();
        var command = new Command(
            "watch",
            "Tells what others change in a shared store, until Ctrl-C. With --json it writes one document on each line.")
        {
            count, interval,
        };
        shown.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            if (run.Get(interval) == TimeSpan.Zero)
                throw ToolException.Usage("An interval must be more than zero (was zero).");
            if (!run.Address.Scheme.IsShared)
                throw ToolException.Usage("Such a store belongs to one process: while it is watched nobody could change it.");
            var choice = await run.ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false);
            var opened = await OpenedPeers.OpenAsync(
                choice, mayCreate: false, run.Console.Time, cancellationToken,
                options => options.WatchInterval = run.Get(interval) ?? options.WatchInterval).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            try
            {
                await WatchAsync(
                    run, opened, run.Get(count) ?? int.MaxValue, shown.Read(run.Parsed), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C: how a watch ends.
            }

            return ExitCode.Done;
        });
    }

    private static async Task WatchAsync(Invocation run, OpenedPeers opened, int count, Shown shown, CancellationToken cancellationToken)
    {
        var changes = opened.Service.WatchAsync(PeerAspects.All, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = changes.ConfigureAwait(false);
        var next = changes.MoveNextAsync();
        await run.Console.Errors.WriteLineAsync(
            $"Watching {run.Address}; Ctrl-C ends it.".AsMemory(), cancellationToken).ConfigureAwait(false);
        while (await next.ConfigureAwait(false))
        {
            if (!Write(run, changes.Current, shown) || --count == 0)
                return;
            next = changes.MoveNextAsync();
        }
    }

    private static bool Write(Invocation run, PeerChange change, Shown shown)
    {
        var kind = JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString());
        string text;
        if (run.Json)
        {
            ChangeJson line = new(
                run.Now, kind, change.PeerId, change.Old is { } old ? PeerJson.Of(old, shown) : null,
                change.New is { } now ? PeerJson.Of(now, shown) : null);
            text = JsonSerializer.Serialize(line, ToolJson.Lines.ChangeJson);
        }
        else
        {
            var time = run.Now.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            text = $"{time} {kind} {PeerText.IdAndName(change.PeerId, (change.New ?? change.Old)!.DisplayName)}";
        }

        return run.Print(output => output.WriteLine(text));
    }
}
