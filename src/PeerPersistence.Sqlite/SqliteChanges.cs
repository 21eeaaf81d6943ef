using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>What changed in the database, whoever changed it: each commit logs its keys in a table beside the records.</summary>
/// <remarks>
/// A token names a row of the log, so it is known as long as the row is. Asks the session that writes, because SQLite's data version
/// tells of everybody's commits but the asking session's own: where others committed and logged nothing, nobody knows which keys it was.
/// </remarks>
internal sealed class SqliteChanges(SqliteSession session)
{
    /// <summary>A log of more keys than there are records is longer to read than they are; a short one costs nothing.</summary>
    private const int KeysAtLeast = 4096;

    /// <summary>So many keys take a few megabytes, whoever logged them. More than twice as many as records were made up.</summary>
    private const int FewKeys = 65_536;

    /// <summary>No store logs so many keys: a later position was planted, and there would be none behind it.</summary>
    private const long Latest = long.MaxValue / 2;

    private readonly string _store = Guid.NewGuid().ToString("N");
    private long _epoch;
    private long _dataVersion = session.DataVersion();
    private long? _end;

    /// <summary>Logs a commit of this session's, within its transaction.</summary>
    /// <returns>How many keys were logged.</returns>
    public static int Log(SqliteSession session, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
            return 0;
        var before = EndOf(session);
        session.NameLog();
        var after = before + keys.Count;
        session.Log(after, LoggedKeys.Encode(keys));
        if (before / KeysAtLeast != after / KeysAtLeast)
            session.TrimLog(Math.Min(after, after - Math.Max(KeysAtLeast, 2 * session.RecordsAtMost())));
        return keys.Count;
    }

    /// <summary>Begins a new log: what was logged is known no longer, and takes no room.</summary>
    public static void Forget(SqliteSession session)
    {
        var end = EndOf(session) + 1;
        session.TrimLog(end);
        session.Log(end, []);
    }

    /// <summary>The session has committed.</summary>
    public void Committed(int keys) => _end += keys;

    public StoreChanges Since(string? token)
    {
        session.Execute("BEGIN");
        try
        {
            var end = session.LogEnd();
            var dataVersion = session.DataVersion();
            if (end < _end || (dataVersion != _dataVersion && (_end ?? end) == end))
                _epoch++;
            (_dataVersion, _end) = (dataVersion, end);
            var name = LastingName();
            var present = (name ?? OwnName) + end.ToString(CultureInfo.InvariantCulture);
            var now = new StoreChanges(present, null) { IsLasting = name is not null };
            if (token == now.Token)
                return now with { Keys = [], Commits = 0 };
            return token is not null && (PositionOf(token, OwnName) ?? PositionOf(token, name)) is { } position
                && LoggedSince(position) is { } logged
                ? now with { Keys = logged.Keys, Commits = logged.Commits }
                : now;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_CORRUPT)
        {
            // A damaged log costs no record.
            _epoch++;
            return new(OwnName + "0", null);
        }
        finally
        {
            session.RollBack();
        }
    }

    /// <summary>Where the log ends; one that was made to end in the far future begins anew.</summary>
    private static long EndOf(SqliteSession session)
    {
        var end = session.LogEnd();
        if (end <= Latest)
            return end;
        session.EmptyLog();
        return 0;
    }

    /// <summary>What positions are known by as long as this object is there, and nobody commits without logging it.</summary>
    private string OwnName => FormattableString.Invariant($"{_store}.{_epoch}.");

    /// <summary>What they are known by for good; <c>null</c>: nothing, or somebody has committed without logging it.</summary>
    private string? LastingName() => _epoch == 0 && session.LogName() is { } name ? name + "." : null;

    /// <returns><c>null</c>: the token is of another store, or of a time of which not all is known.</returns>
    private static long? PositionOf(string token, string? name) =>
        name is not null && token.StartsWith(name, StringComparison.Ordinal)
        && long.TryParse(token.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position : null;

    /// <returns><c>null</c>: the log does not reach back so far, or names too many keys.</returns>
    private (IReadOnlyCollection<string> Keys, long Commits)? LoggedSince(long position)
    {
        var rows = session.LogFrom(position);
        try
        {
            if (!rows.Step() || rows.Integer(0) != position)
                return null;
            HashSet<string> keys = new(StringComparer.Ordinal);
            var (commits, most) = (0L, (long)FewKeys);
            for (; rows.Step(); commits++)
            {
                if (keys.Count + (rows.Blob(1).Length / sizeof(int)) > FewKeys && most == FewKeys)
                    most = Math.Max(FewKeys, 2 * session.Records());
                if (!LoggedKeys.TryDecode(rows.Blob(1), keys, most))
                    return null;
            }

            return (keys, commits);
        }
        finally
        {
            rows.Reset();
        }
    }
}
