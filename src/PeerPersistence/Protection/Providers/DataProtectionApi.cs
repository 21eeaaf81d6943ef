using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The two calls of crypt32.dll.</summary>
internal static unsafe class DataProtectionApi
{
    private const int NoUserInterface = 1;

    /// <summary>Protects or unprotects for the current user, bound to <paramref name="entropy"/>.</summary>
    public static bool TryRun(
        ReadOnlySpan<byte> data, ReadOnlySpan<byte> entropy, bool protect, [NotNullWhen(true)] out byte[]? result, out int error)
    {
        fixed (byte* dataBytes = data, entropyBytes = entropy)
        {
            var input = new Blob { Length = data.Length, Bytes = dataBytes };
            var bound = new Blob { Length = entropy.Length, Bytes = entropyBytes };
            Blob output = default;
            var done = protect
                ? CryptProtectData(&input, null, &bound, null, null, NoUserInterface, &output)
                : CryptUnprotectData(&input, null, &bound, null, null, NoUserInterface, &output);
            error = done != 0 ? 0 : Marshal.GetLastWin32Error();
            result = done != 0 ? Take(output) : null;
            return result is not null;
        }
    }

    private static byte[] Take(Blob blob)
    {
        var bytes = new Span<byte>(blob.Bytes, blob.Length);
        var copy = bytes.ToArray();
        CryptographicOperations.ZeroMemory(bytes);
        LocalFree(blob.Bytes);
        return copy;
    }

    [DllImport("crypt32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int CryptProtectData(
        Blob* input, char* description, Blob* entropy, void* reserved, void* prompt, int flags, Blob* output);

    [DllImport("crypt32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int CryptUnprotectData(
        Blob* input, char** description, Blob* entropy, void* reserved, void* prompt, int flags, Blob* output);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern void* LocalFree(void* memory);

    [StructLayout(LayoutKind.Sequential)]
    private struct Blob
    {
        public int Length;
        public byte* Bytes;
    }
}
