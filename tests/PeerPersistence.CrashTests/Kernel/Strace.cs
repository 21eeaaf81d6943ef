using System.Globalization;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>Reads what strace recorded: the calls in the order in which they ended, then those that a kill kept from ending.</summary>
internal static class Strace
{
    private const string Unfinished = " <unfinished ...>";
    private const string Resumed = " resumed>";

    /// <summary>strace and what it is told, but for the file to write and the program to run.</summary>
    public static readonly string[] Command =
    [
        "strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "33554432", "-qq", "-e", "signal=none", "-e",
        "trace=open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,truncate,ftruncate,fallocate,rename,renameat,renameat2,"
        + "link,linkat,unlink,unlinkat,fsync,fdatasync,copy_file_range,sendfile",
    ];

    public static IEnumerable<SystemCall> Read(string path)
    {
        var begun = new Dictionary<string, (string Text, int Line)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var thread = line[..line.IndexOf(' ')];
            var text = line[thread.Length..].TrimStart();
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[thread] = (text[..^Unfinished.Length], number);
                continue;
            }

            var began = number;
            if (text.StartsWith("<... ", StringComparison.Ordinal) && begun.Remove(thread, out var first))
                (text, began) = (first.Text + text[(text.IndexOf(Resumed, StringComparison.Ordinal) + Resumed.Length)..], first.Line);
            if (Parse(text, began, number) is { } call)
                yield return call;
        }

        foreach (var (text, line) in begun.Values)
        {
            if (Parse(text + ") = ?", line, number) is { } call)
                yield return call;
        }
    }

    private static SystemCall? Parse(string text, int began, int ended)
    {
        // An error's text may hold brackets itself.
        var opening = text.IndexOf('(');
        var equals = text.LastIndexOf(" = ", StringComparison.Ordinal);
        var closing = equals < 0 ? -1 : text.LastIndexOf(')', equals);
        if (opening <= 0 || closing < opening)
            return null;
        var result = text[(equals + 3)..].Split(' ', '<')[0];
        return new(text[..opening], text[(opening + 1)..closing], result == "?" ? null : long.Parse(result, CultureInfo.InvariantCulture), began, ended);
    }
}
