using System.Diagnostics;

namespace PeerPersistence.PackageTests.Support;

/// <summary>What .NET's native compiler needs: clang and zlib. On Debian, as root, they are installed.</summary>
internal static class NativeTools
{
    public const string Missing = "Needs clang and zlib1g-dev, which could not be installed.";

    private static readonly Lazy<bool> Found = new(Install);

    public static bool AreThere => OperatingSystem.IsLinux() && Found.Value;

    private static bool Install()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "install-native-tools.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
