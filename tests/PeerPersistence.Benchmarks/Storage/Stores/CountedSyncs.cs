using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>How often a contestant asks the disk to keep what it wrote, counted by the kernel: what is fast without it is not durable.</summary>
internal static class CountedSyncs
{
    private const int Commits = 200;
    private const string Calls = "fsync,fdatasync,msync,sync_file_range,syncfs";

    /// <summary>The child: commits one after the other, in a process of its own.</summary>
    public static async Task<int> CommitAsync(string name, int commits)
    {
        using var folder = new TemporaryFolder();
        var records = new Records(Commits);
        var random = new Random(1);
        await using var committer = await Contestant.All.Single(contestant => contestant.Name == name).OpenAsync(folder.Path);
        for (var i = 0; i < commits; i++)
            await committer.CommitAsync(records.AnyKey(random), records.AnyValue(random));
        return 0;
    }

    /// <returns>Syncs a commit; <c>null</c>: this system has no strace.</returns>
    public static async Task<double?> OfAsync(Contestant contestant) =>
        await CountAsync(contestant, 2 * Commits) is { } more && await CountAsync(contestant, Commits) is { } some
            ? (more - some) / (double)Commits // what opening and closing take cancels out
            : null;

    private static async Task<int?> CountAsync(Contestant contestant, int commits)
    {
        using var folder = new TemporaryFolder();
        var trace = Path.Combine(folder.Path, "trace");
        string[] arguments =
            ["-f", "--seccomp-bpf", "-qq", "-e", $"trace={Calls}", "-o", trace, Environment.ProcessPath!,
            "syncs", contestant.Name, commits.ToString(CultureInfo.InvariantCulture)];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? File.ReadLines(trace).Count(line => Calls.Split(',').Any(call => line.Contains(call + "(", StringComparison.Ordinal))) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
