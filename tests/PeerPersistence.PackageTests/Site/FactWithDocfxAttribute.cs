using System.Diagnostics;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Site;

/// <summary>A test that builds the site: skipped where the tool that does so cannot be restored, and where there is no bash.</summary>
public sealed class FactWithDocfxAttribute : FactAttribute
{
    private static readonly Lazy<bool> Restored = new(Restore);

    public FactWithDocfxAttribute()
    {
        if (OperatingSystem.IsWindows() || !Restored.Value)
            Skip = "Needs bash, and docfx, which could not be restored.";
    }

    private static bool Restore()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "tool restore")
        {
            WorkingDirectory = Package.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
