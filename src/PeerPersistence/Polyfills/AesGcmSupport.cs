#if NETSTANDARD2_1
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The question of newer runtimes; elsewhere than in a browser only creating the cipher tells.</summary>
internal static class AesGcmSupport
{
    extension(AesGcm)
    {
        public static bool IsSupported => !RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER"));
    }
}
#endif
