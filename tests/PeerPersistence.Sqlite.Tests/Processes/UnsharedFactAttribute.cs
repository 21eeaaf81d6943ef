using System.Diagnostics;

namespace PeerPersistence.Sqlite.Tests.Processes;

/// <summary>A test that gives a process mounts of its own: skipped, with the reason, where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnsharedFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(Check);

    public UnsharedFactAttribute() => Skip = s_missing.Value;

    private static string? Check()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/dev/shm"))
            return "Mounts are made on Linux only.";
        const string Try = "mount --bind /var/tmp /var/tmp && mount -o remount,bind,ro /var/tmp";
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Try]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "The system lets nobody mount here.";
    }
}
