using System.Diagnostics;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>A test that needs what .NET's native compiler needs: clang and zlib. On Debian, as root, they are installed.</summary>
public sealed class FactWithNativeToolsAttribute : FactAttribute
{
    private static readonly Lazy<bool> AreThere = new(Install);

    public FactWithNativeToolsAttribute()
    {
        if (!OperatingSystem.IsLinux() || !AreThere.Value)
            Skip = "Needs clang and zlib1g-dev, which could not be installed.";
    }

    private static bool Install()
    {
        var script = Path.Combine(Package.Root, "tests", "install-native-tools.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
