using System.Runtime.InteropServices;

namespace PeerPersistence.RuntimeTests;

/// <summary>A test that needs .NET 8 for this machine's runtime, which the package sources must hold, and ICU.</summary>
public sealed class TheoryOnLinuxAttribute : TheoryAttribute
{
    public TheoryOnLinuxAttribute()
    {
        if (!IsHere)
            Skip = "Brings its own .NET 8 for Linux on x64.";
    }

    public static bool IsHere { get; } = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;
}
