using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Browser.Tests.Support;

/// <summary>The processes of one browser: those that have its profile in their command, which nobody else has.</summary>
internal static class BrowserProcesses
{
    /// <summary>Ends all of it at once.</summary>
    public static void Kill(string profile) => Signal("KILL", profile);

    /// <summary>As a machine that falls asleep, or is cut off: nothing comes, nothing goes.</summary>
    public static void Stop(string profile) => Signal("STOP", profile);

    public static void Continue(string profile) => Signal("CONT", profile);

    private static void Signal(string signal, string profile)
    {
        var ids = Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _) && IsOf(profile, name));
        using var kill = Process.Start("kill", [$"-{signal}", .. ids]);
        kill.WaitForExit();
    }

    private static bool IsOf(string profile, string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("--user-data-dir=" + profile, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended by itself.
        }
    }
}
