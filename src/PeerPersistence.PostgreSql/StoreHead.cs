using System.Globalization;

namespace PeerPersistence;

/// <summary>
/// What a store's commits leave behind for those who come after: who made them, what the last ones changed, and the revision.
/// </summary>
/// <param name="Writers">Each writer's last commit: whether one landed whose answer was lost. A writer keeps its place.</param>
/// <param name="Log">The last commits and their keys, the latest first; at least one.</param>
internal sealed record StoreHead(IReadOnlyList<LoggedWriter> Writers, IReadOnlyList<LoggedCommit> Log)
{
    private const int MostWriters = 32;

    /// <summary>Of a store that nobody has written to.</summary>
    public static StoreHead Empty { get; } = new([], [new(1, [])]);

    /// <summary>
    /// Grows with every commit. Close to the time in microseconds, so that a history that was lost is never taken for the present one.
    /// </summary>
    public long Revision => Log[0].Revision;

    /// <summary>The head after a commit.</summary>
    public StoreHead After(long writer, IReadOnlyList<byte[]> keys, DateTimeOffset now)
    {
        var commit = new LoggedCommit(Math.Max(Revision + 1, Stamp(now)), StoreHeadFormat.Remembered(keys));
        var room = StoreHeadFormat.RoomBehind(commit.Keys);
        return new(Seated(new(writer, commit.Revision)), [commit, .. Log.TakeWhile(each => (room -= each.Size) >= 0)]);
    }

    /// <summary>The head without a writer: what it sent, and nobody has seen arrive, will not be taken any more.</summary>
    public StoreHead Without(long writer) => this with { Writers = [.. Writers.Where(each => each.Id != writer)] };

    public StoreChanges ChangesSince(string? token)
    {
        var since = Log.TakeWhile(each => TokenOf(each.Revision) != token).ToList();
        if (since.Count == Log.Count)
            return new(TokenOf(Revision), null);
        var keys = since.Exists(each => each.Keys.Count == 0)
            ? null
            : since.SelectMany(each => each.Keys).Select(key => OrdinalKey.Decode(key)).ToHashSet(StringComparer.Ordinal);
        return new(TokenOf(Revision), keys) { Commits = since.Count };
    }

    public static string TokenOf(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a writer has committed after a revision; <c>null</c>: too many others have written since.</summary>
    public bool? HasCommitted(long writer, long after)
    {
        if (SeatOf(writer) is { } seat)
            return seat.Revision > after;
        return Writers.Count == MostWriters && Writers.All(each => each.Revision > after) ? null : false;
    }

    /// <summary>A writer's place; <c>null</c>: it has none.</summary>
    public WriterSeat? SeatOf(long writer)
    {
        for (var i = 0; i < Writers.Count; i++)
        {
            if (Writers[i].Id == writer)
                return new(writer, i, Writers.Count, Writers[i].Revision);
        }

        return null;
    }

    /// <summary>An instant as a revision.</summary>
    public static long Stamp(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>At the writer's own place, at a new one, or at that of whoever has not written for the longest time.</summary>
    private List<LoggedWriter> Seated(LoggedWriter latest)
    {
        var writers = Writers.ToList();
        var place = writers.FindIndex(each => each.Id == latest.Id);
        if (place < 0 && writers.Count == MostWriters)
            place = writers.IndexOf(writers.MinBy(each => each.Revision));
        if (place < 0)
            writers.Add(latest);
        else
            writers[place] = latest;
        return writers;
    }
}

/// <summary>Somebody's last commit.</summary>
internal readonly record struct LoggedWriter(long Id, long Revision);

/// <summary>Where a head holds a writer's last commit.</summary>
/// <param name="Writer">Whose.</param>
/// <param name="Index">Its place.</param>
/// <param name="Count">How many writers the head holds.</param>
/// <param name="Revision">Its last commit.</param>
internal sealed record WriterSeat(long Writer, int Index, int Count, long Revision);

/// <summary>A commit, and the keys it changed; none where they were too many to be remembered.</summary>
internal readonly record struct LoggedCommit(long Revision, IReadOnlyList<byte[]> Keys)
{
    /// <summary>How many bytes it takes.</summary>
    public int Size => StoreHeadFormat.Digits + StoreHeadFormat.KeysSize(Keys);
}
