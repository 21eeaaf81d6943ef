using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A store's rows behind all keys, as they were at one instant: its mark, and the log of each of its writers.</summary>
/// <param name="Mark"><c>null</c>: nobody has written to it, or only the former form has.</param>
/// <param name="Former">The head of the former form, which may be read until somebody commits; <c>null</c>: there is none.</param>
/// <param name="Logs">By writer.</param>
internal sealed record StoreHistory(StoreMark? Mark, byte[]? Former, IReadOnlyDictionary<long, WriterLog> Logs)
{
    private const string Nothing = "-";

    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">A row is damaged.</exception>
    public static StoreHistory Read(IEnumerable<(byte[] Key, byte[] Value)> rows)
    {
        var (mark, former, logs) = ((StoreMark?)null, (byte[]?)null, new Dictionary<long, WriterLog>());
        foreach (var (key, value) in rows)
        {
            if (key.Length == PostgreSqlSchema.WriterKeyLength)
                logs[PostgreSqlSchema.WriterOf(key)] = WriterLog.Read(value);
            else if (StoreMark.Read(value) is { } read)
                mark = read;
            else
                former = value;
        }

        return new(mark, former, logs);
    }

    public StoreChanges ChangesSince(string? token)
    {
        if (Mark is null)
        {
            var present = Former is null ? Nothing : "1-" + Convert.ToHexString(SHA256.HashData(Former));
            return new(present, token == present ? [] : null);
        }

        var next = new StoreToken(Mark.Era, Logs.ToDictionary(each => each.Key, each => each.Value.Revision)).Write();
        if (Known(token) is not { } known || known.Keys.Any(writer => !Logs.ContainsKey(writer)))
            return new(next, null);
        List<LoggedCommit> commits = [];
        foreach (var (writer, log) in Logs)
        {
            if (log.Since(known.GetValueOrDefault(writer)) is not { } since)
                return new(next, null);
            commits.AddRange(since);
        }

        return new(next, KeysOf(commits)) { Commits = commits.Count };
    }

    /// <returns><c>null</c>: not all is known.</returns>
    private static HashSet<string>? KeysOf(List<LoggedCommit> commits)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            if (commit.Keys.Count == 0)
                return null;
            foreach (var bytes in commit.Keys)
            {
                if (!OrdinalKey.TryDecode(bytes, out var key))
                    return null;
                keys.Add(key);
            }
        }

        return keys;
    }

    private IReadOnlyDictionary<long, long>? Known(string? token)
    {
        if (token == Nothing)
            return Mark!.IsFirst ? new Dictionary<long, long>() : null;
        return StoreToken.Read(token) is { } read && read.Era == Mark!.Era ? read.Revisions : null;
    }
}
