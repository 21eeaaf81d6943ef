using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>What one writer's commits leave behind for those who come after: their revisions and keys, the latest last.</summary>
/// <param name="Base">The revision before the first commit that it holds; zero: it holds all.</param>
/// <param name="Commits">The last ones.</param>
internal sealed record WriterLog(long Base, IReadOnlyList<LoggedCommit> Commits)
{
    private const int MostBytes = 1024; // PostgreSQL moves what is longer than 2 KB out of its row.

    /// <summary>Of a writer that has committed nothing.</summary>
    public static WriterLog Empty { get; } = new(0, []);

    /// <summary>
    /// Grows with every commit. Close to the time in microseconds, so that a history that was lost is never taken for the present one.
    /// </summary>
    public long Revision => Commits.Count == 0 ? Base : Commits[^1].Revision;

    /// <summary>An instant as a revision.</summary>
    public static long Stamp(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The log after a commit. It is the same bytes and some more, which costs the server's log only these; from time to time
    /// it is cut to half.</summary>
    /// <param name="keys">What the commit changes; they are forgotten where they are too many.</param>
    /// <param name="stamp">Its revision, if that is greater than the last.</param>
    public WriterLog After(IReadOnlyList<byte[]> keys, long stamp)
    {
        var commit = new LoggedCommit(Math.Max(Revision + 1, stamp), keys);
        if (sizeof(long) + commit.Size > MostBytes)
            commit = commit with { Keys = [] };
        WriterLog next = new(Base, [.. Commits, commit]);
        if (next.Size <= MostBytes)
            return next;
        var (room, kept) = ((MostBytes / 2) - commit.Size, Commits.Count);
        while (kept > 0 && (room -= Commits[kept - 1].Size) >= 0)
            kept--;
        return new(kept == 0 ? Base : Commits[kept - 1].Revision, [.. Commits.Skip(kept), commit]);
    }

    /// <summary>Whether it holds a commit.</summary>
    public bool Holds(long revision) => Commits.Any(each => each.Revision == revision);

    /// <summary>The commits after a revision; <c>null</c>: it does not know it, or not any more.</summary>
    public IEnumerable<LoggedCommit>? Since(long revision)
    {
        if (revision == Base)
            return Commits;
        return Holds(revision) ? Commits.Where(each => each.Revision > revision) : null;
    }

    /// <summary>The base; then each commit: the number of keys, each with its length before it, the revision. So the last bytes are always
    /// the last revision.</summary>
    public byte[] Write()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Base);
        var rest = bytes.AsSpan(sizeof(long));
        foreach (var commit in Commits)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)commit.Keys.Count);
            rest = rest[sizeof(ushort)..];
            foreach (var key in commit.Keys)
            {
                BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)key.Length);
                key.CopyTo(rest[sizeof(ushort)..]);
                rest = rest[(sizeof(ushort) + key.Length)..];
            }

            BinaryPrimitives.WriteInt64BigEndian(rest, commit.Revision);
            rest = rest[sizeof(long)..];
        }

        return bytes;
    }

    /// <exception cref="StoreCorruptedException">It is none.</exception>
    public static WriterLog Read(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        var first = BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, sizeof(long)));
        var commits = new List<LoggedCommit>();
        for (var last = first; !rest.IsEmpty; last = commits[^1].Revision)
        {
            var keys = new List<byte[]>();
            for (var left = Number(ref rest); left > 0; left--)
                keys.Add(Take(ref rest, Number(ref rest)).ToArray());
            commits.Add(new(BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, sizeof(long))), keys));
            if (commits[^1].Revision <= last)
                throw Damaged();
        }

        return new(first, commits);

        static int Number(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, sizeof(ushort)));
    }

    private int Size => sizeof(long) + Commits.Sum(each => each.Size);

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (rest.Length < length)
            throw Damaged();
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static StoreCorruptedException Damaged() => new("The log of one of the store's writers is damaged.");
}

/// <summary>A commit, and the keys it changed; none where they were too many to be remembered.</summary>
internal readonly record struct LoggedCommit(long Revision, IReadOnlyList<byte[]> Keys)
{
    /// <summary>How many bytes it takes.</summary>
    public int Size => sizeof(ushort) + Keys.Sum(key => sizeof(ushort) + key.Length) + sizeof(long);
}
