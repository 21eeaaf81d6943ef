using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>An identity as the name of a file.</summary>
/// <remarks>
/// Two identities never get the same name, not even where a file system takes capitals for small letters or composes accents: what is
/// no small ASCII letter, digit, hyphen or underscore is written as <c>%</c> and its UTF-8 bytes in small hexadecimal digits, and so is the
/// first letter of what Windows takes for a device. What would be too long for a file system is cut, and goes on with <c>~</c> and the
/// SHA-256 of the whole.
/// </remarks>
internal static class IdentityFileName
{
    private const int LongestName = 200;
    private const int KeptOfLong = 100;

    public static string Of(string identity)
    {
        var bytes = Encoding.UTF8.GetBytes(identity);
        var name = new StringBuilder(bytes.Length);
        var isDevice = DeviceNames.Contain(identity);
        foreach (var one in bytes)
        {
            var isPlain = IsPlain(one) && !(isDevice && name.Length == 0);
            name = isPlain ? name.Append((char)one) : name.Append('%').Append(one.ToString("x2", CultureInfo.InvariantCulture));
        }

        return name.Length <= LongestName ? name.ToString() : name.ToString(0, KeptOfLong) + "~" + Hash(bytes);
    }

    private static bool IsPlain(byte one) =>
        one is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'_';

    private static string Hash(byte[] bytes) =>
        string.Concat(SHA256.HashData(bytes).Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
}
