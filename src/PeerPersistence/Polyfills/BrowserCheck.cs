#if NETSTANDARD2_1
using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>The question of newer runtimes.</summary>
internal static class BrowserCheck
{
    extension(OperatingSystem)
    {
        public static bool IsBrowser() => RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER"));
    }
}
#endif
