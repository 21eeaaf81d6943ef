#if NETSTANDARD2_1
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The question of newer runtimes; here only creating the cipher tells.</summary>
internal static class AesGcmSupport
{
    extension(AesGcm)
    {
        public static bool IsSupported => true;
    }
}
#endif
