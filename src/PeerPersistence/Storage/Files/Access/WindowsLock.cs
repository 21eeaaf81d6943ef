#if NET8_0_OR_GREATER
using System.Runtime.Versioning;
#endif

namespace PeerPersistence;

/// <summary>
/// The store's lock on Windows: the first byte of a file that everybody may open and nobody delete. So who looks into it for a moment, as
/// a virus scanner does, is not taken for an owner.
/// </summary>
internal static class WindowsLock
{
    /// <exception cref="IOException">Somebody holds it.</exception>
#if NET8_0_OR_GREATER
    [SupportedOSPlatform("windows")]
#endif
    public static FileStream Take(string path)
    {
        var file = PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite);
        try
        {
            file.Lock(0, 1);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
