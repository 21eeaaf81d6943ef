namespace PeerPersistence;

/// <summary>What a store's commits leave behind for those who come after: the revision, what the last ones changed, and who made them.</summary>
/// <param name="Revision">Grows with every commit. Close to the time in microseconds, so that a history that was lost is never taken for the present one.</param>
/// <param name="Writers">Each writer's last commit, the latest first: whether one landed whose answer was lost.</param>
/// <param name="LogStart">The revision before the first entry of the log.</param>
/// <param name="Log">The last commits and their keys, the oldest first.</param>
internal sealed record StoreHead(long Revision, IReadOnlyList<LoggedWriter> Writers, long LogStart, IReadOnlyList<LoggedCommit> Log)
{
    private const int MostWriters = 32;
    private const int MostLogBytes = 1024; // With the writers below 2 KB, beyond which PostgreSQL moves a value out of its row.

    /// <summary>Of a store that nobody has written to.</summary>
    public static StoreHead Empty { get; } = new(1, [], 1, []);

    /// <summary>The head after a commit.</summary>
    public StoreHead After(long writer, IEnumerable<byte[]> keys, DateTimeOffset now)
    {
        var revision = Math.Max(Revision + 1, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        var log = new Queue<LoggedCommit>([.. Log, new(revision, [.. keys])]);
        var (start, size) = (LogStart, log.Sum(each => each.Size));
        for (; size > MostLogBytes; start = log.Dequeue().Revision)
            size -= log.Peek().Size;
        return new(revision, [new(writer, revision), .. Writers.Where(each => each.Id != writer).Take(MostWriters - 1)], start, [.. log]);
    }

    public StoreChanges ChangesSince(long revision)
    {
        if (revision == Revision)
            return new(Revision, []);
        if (revision != LogStart && Log.All(each => each.Revision != revision))
            return new(Revision, null);
        return new(Revision, Log.Where(each => each.Revision > revision).SelectMany(each => each.Keys)
            .Select(key => OrdinalKey.Decode(key)).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether a writer's last commit is in this history; <c>null</c>: too many others have written since.</summary>
    public bool? Includes(LoggedWriter commit)
    {
        if (Writers.Contains(commit))
            return true;
        return Writers.Count == MostWriters && Writers.All(each => each.Revision > commit.Revision) ? null : false;
    }
}

/// <summary>Somebody's last commit.</summary>
internal readonly record struct LoggedWriter(long Id, long Revision);

/// <summary>A commit, and the keys it changed.</summary>
internal readonly record struct LoggedCommit(long Revision, IReadOnlyList<byte[]> Keys)
{
    /// <summary>At most how many bytes it takes.</summary>
    public int Size => 12 + Keys.Sum(key => key.Length + 2);
}
