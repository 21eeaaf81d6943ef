using System.Diagnostics;
using System.Globalization;
using PeerPersistence.CrashTests.Processes;
using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>Runs processes under strace, until they have told enough, and kills them.</summary>
internal static class Recorder
{
    private static readonly Lazy<string?> s_missing = new(Check);

    /// <summary>Why nothing can be recorded here. On Debian, as root, strace is installed.</summary>
    public static string? Missing => s_missing.Value;

    /// <param name="folder">Where they work: a full path without links.</param>
    /// <param name="children">What each of them is to do.</param>
    /// <param name="lines">So many lines of theirs, and they are killed.</param>
    public static async Task<List<DiskEvent>> RecordAsync(string folder, IReadOnlyList<string[]> children, int lines)
    {
        var trace = folder + ".strace";
        var recording = new Recording(folder);
        using (var watched = ChildProcess.Watched([.. Strace.Command, "-o", trace], children))
        {
            var ids = new List<int>();
            while (lines > 0 && await watched.Output.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("pid ", StringComparison.Ordinal))
                    ids.Add(int.Parse(line[4..], CultureInfo.InvariantCulture));
                else
                    lines--;
            }

            foreach (var id in ids)
                Kill(id);
            var (_, _, error) = await watched.EndAsync();
            lines.Should().Be(0, "{0}", error);
        }

        var isComplete = true;
        foreach (var call in Strace.Read(trace))
        {
            recording.Add(call);
            isComplete &= !call.IsHalfDone;
        }

        if (isComplete)
            await VerifyAsync(recording.Events, folder);
        File.Delete(trace);
        return recording.Events;
    }

    /// <summary>A recording that is complete ends with what is in the folder.</summary>
    private static async Task VerifyAsync(List<DiskEvent> events, string folder)
    {
        var cut = new PowerCut();
        foreach (var happened in events)
            cut.Apply(happened, new Random(0));
        var recorded = cut.Killed();
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var content = await File.ReadAllBytesAsync(path);
            recorded.Should().ContainKey("." + path[folder.Length..]).WhoseValue.SequenceEqual(content).Should().BeTrue("{0} was recorded as it is", path);
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    private static string? Check()
    {
        if (!OperatingSystem.IsLinux())
            return "System calls are recorded on Linux only.";
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(AppContext.BaseDirectory, "install-strace.sh")]) { RedirectStandardOutput = true })!;
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"strace cannot record here: {told.Trim().Split('\n')[^1]}";
    }
}
