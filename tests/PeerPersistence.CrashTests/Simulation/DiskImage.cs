using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence.CrashTests.Simulation;

/// <summary>What a disk holds: the bytes of each file, by its path.</summary>
internal static class DiskImage
{
    /// <summary>The same for the same files with the same bytes.</summary>
    public static string Hash(Dictionary<string, byte[]> image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, bytes) in image.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path} {bytes.Length}\n"));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
