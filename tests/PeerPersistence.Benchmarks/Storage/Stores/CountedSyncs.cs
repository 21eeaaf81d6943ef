using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>How often a contestant asks the disk to keep what it wrote, counted by the kernel: what is fast without it is not durable.</summary>
internal static class CountedSyncs
{
    private const int Commits = 200;

    /// <summary>The child: commits in a process of its own, each writer one after the other.</summary>
    public static async Task<int> CommitAsync(string name, int commits, int writers)
    {
        using var folder = new TemporaryFolder();
        var records = new Records(Commits);
        await using var committer = await Contestant.All.Single(contestant => contestant.Name == name).OpenAsync(folder.Path);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < commits; i++)
                await committer.CommitAsync(records.AnyKey(random), records.AnyValue(random));
        })));
        return 0;
    }

    /// <returns>Syncs a commit; <c>null</c>: this system has no strace.</returns>
    public static async Task<double?> OfAsync(Contestant contestant, int writers = 1) =>
        await CountAsync(contestant, 2 * Commits, writers) is { } more && await CountAsync(contestant, Commits, writers) is { } some
            ? (more - some) / (double)(Commits * writers) // what opening and closing take cancels out
            : null;

    private static async Task<int?> CountAsync(Contestant contestant, int commits, int writers)
    {
        using var folder = new TemporaryFolder();
        var trace = Path.Combine(folder.Path, "trace");
        string[] arguments =
            ["-f", "--seccomp-bpf", "-qq", "-e", $"trace={SyncTrace.Calls}", "-o", trace, .. ThisProgram.Command,
            "syncs", contestant.Name, commits.ToString(CultureInfo.InvariantCulture), writers.ToString(CultureInfo.InvariantCulture)];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? SyncTrace.Count(File.ReadLines(trace)) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
