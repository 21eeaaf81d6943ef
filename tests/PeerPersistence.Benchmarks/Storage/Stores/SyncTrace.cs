using System.Text.RegularExpressions;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What strace saw of a process: its syncs, and its writes to files that were opened so that each write is a sync.</summary>
internal static partial class SyncTrace
{
    private const string Syncs = "fsync|fdatasync|msync|sync_file_range|syncfs";
    private const string Writes = "write|pwrite64|writev|pwritev|pwritev2";

    public static string Calls { get; } = $"openat|{Syncs}|{Writes}".Replace('|', ',');

    public static int Count(IEnumerable<string> lines)
    {
        var (count, opening, synced) = (0, new Dictionary<string, bool>(), new HashSet<string>());
        foreach (var call in lines.Select(line => Call().Match(line)).Where(call => call.Success))
        {
            var (thread, name, argument) = (call.Groups["thread"].Value, call.Groups["name"].Value, call.Groups["argument"].Value);
            if (name != "openat")
            {
                count += name.EndsWith("sync", StringComparison.Ordinal) || name.StartsWith("sync", StringComparison.Ordinal) || synced.Contains(argument) ? 1 : 0;
                continue;
            }

            if (!call.Groups["resumed"].Success)
                opening[thread] = call.Value.Contains("O_SYNC", StringComparison.Ordinal) || call.Value.Contains("O_DSYNC", StringComparison.Ordinal);
            if (call.Groups["file"] is not { Success: true, Value: var file })
                continue;
            if (opening.GetValueOrDefault(thread))
                synced.Add(file);
            else
                synced.Remove(file);
        }

        return count;
    }

    [GeneratedRegex(@"^(?<thread>\d+) +((?<name>" + Syncs + "|" + Writes + @"|openat)\((?<argument>\w+)|(?<resumed><\.\.\.) (?<name>openat) ).*?(\) += (?<file>\d+))?$")]
    private static partial Regex Call();
}
