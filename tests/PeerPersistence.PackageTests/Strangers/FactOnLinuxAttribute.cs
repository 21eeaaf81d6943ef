using System.Runtime.InteropServices;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>A test that publishes for this machine's runtime, which the package sources must hold.</summary>
public sealed class FactOnLinuxAttribute : FactAttribute
{
    public FactOnLinuxAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Skip = "Publishes for Linux on x64.";
    }
}
