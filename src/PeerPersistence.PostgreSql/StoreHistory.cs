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
    /// <exception cref="StoreCorruptedException">The mark is damaged.</exception>
    public static StoreHistory Read(IEnumerable<(byte[] Key, byte[] Value)> rows)
    {
        var (mark, former, logs) = ((StoreMark?)null, (byte[]?)null, new Dictionary<long, WriterLog>());
        foreach (var (key, value) in rows)
        {
            if (key.Length == PostgreSqlSchema.WriterKeyLength)
                logs[PostgreSqlSchema.WriterOf(key)] = WriterLog.ReadOrStandIn(value);
            else if (StoreMark.Read(value) is { } read)
                mark = read;
            else
                former = value;
        }

        return new(mark, former, logs);
    }

    /// <summary>Whether what was cut off from the logs may tell what this does not.</summary>
    public bool IsCutSince(string? token) => Mark is not null && Known(token) is { } known && known.Keys.All(Logs.ContainsKey)
        && ChangesSince(token).Keys is null;

    public StoreChanges ChangesSince(string? token, WriterCuts? cuts = null)
    {
        if (Mark is null)
        {
            var present = Former is null ? Nothing : "1-" + Convert.ToHexString(SHA256.HashData(Former));
            return new(present, token == present ? [] : null);
        }

        var next = new StoreToken(Mark.Era, Logs.ToDictionary(each => each.Key, each => each.Value.Revision)).Write();
        if (Known(token) is not { } known || known.Keys.Any(writer => !Logs.ContainsKey(writer)))
            return new(next, null) { IsLasting = true };
        List<LoggedCommit> commits = [];
        foreach (var (writer, log) in Logs)
        {
            if ((cuts ?? WriterCuts.None).Since(known.GetValueOrDefault(writer), writer, log) is not { } since)
                return new(next, null) { IsLasting = true };
            commits.AddRange(since);
        }

        return new(next, KeysOf(commits)) { Commits = commits.Count, IsLasting = true };
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
