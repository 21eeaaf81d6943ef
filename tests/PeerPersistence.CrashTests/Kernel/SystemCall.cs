using System.Globalization;
using System.Text;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>A system call, as strace writes it with <c>-y -xx</c>.</summary>
/// <param name="Name">Such as <c>pwrite64</c>.</param>
/// <param name="Arguments">As they were written.</param>
/// <param name="Result">What it returned; negative for an error; null where the process was killed in the call.</param>
/// <param name="Began">The line it began in.</param>
/// <param name="Ended">The line it ended in.</param>
internal sealed record SystemCall(string Name, string Arguments, long? Result, int Began, int Ended)
{
    /// <summary>The paths and the data, in order.</summary>
    public List<byte[]> Strings
    {
        get
        {
            // Every other piece is between quotes.
            var pieces = Arguments.Split('"');
            return [.. Enumerable.Range(0, pieces.Length / 2).Select(i => Bytes(pieces[i * 2 + 1]))];
        }
    }

    public List<string> Paths => Strings.ConvertAll(Encoding.UTF8.GetString);

    /// <summary>Whether nobody knows how much of it was done. A sync changes nothing in the files; what is told is no file.</summary>
    public bool IsHalfDone => Result is null && Name is not ("fsync" or "fdatasync" or "write");

    public long LastNumber => Number(Arguments[(Arguments.LastIndexOf(',') + 1)..]);

    /// <summary>The path of the descriptor that is the first argument.</summary>
    public string DescriptorPath => Encoding.UTF8.GetString(Bytes(Arguments[(Arguments.IndexOf('<') + 1)..Arguments.IndexOf('>')]));

    /// <summary>Whether the descriptor's path is one that it had.</summary>
    public bool IsNameGone => Arguments.AsSpan(Arguments.IndexOf('>') + 1).StartsWith("(deleted)");

    private static long Number(string text) => long.Parse(text.Trim(), CultureInfo.InvariantCulture);

    private static byte[] Bytes(string escaped) => Convert.FromHexString(escaped.Replace("\\x", "", StringComparison.Ordinal));
}
