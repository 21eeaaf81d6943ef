using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>What one writer's commits leave behind for those who come after: their revisions and keys, the latest last.</summary>
/// <param name="Base">The revision before the first commit that it holds; zero: it holds all.</param>
/// <param name="Commits">The last ones.</param>
internal sealed record WriterLog(long Base, IReadOnlyList<LoggedCommit> Commits)
{
    /// <summary>Of every log, be there zeros at its end: so the server, which writes into its own log what lies between the first and the
    /// last byte that changes, writes no more than the commit that is added.</summary>
    public const int Length = 512;

    /// <summary>Of what was cut off, which is kept in rows of its own. A commit of some hundred keys has room in one.</summary>
    private const int MostCut = 16 * 1024;

    /// <summary>Of a writer that has committed nothing.</summary>
    public static WriterLog Empty { get; } = new(0, []);

    /// <summary>
    /// Grows with every commit. Close to the time in microseconds, so that a history that was lost is never taken for the present one.
    /// </summary>
    public long Revision => Commits.Count == 0 ? Base : Commits[^1].Revision;

    private int Size => sizeof(long) + Commits.Sum(each => each.Size);

    /// <summary>An instant as a revision.</summary>
    public static long Stamp(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The log after a commit; cut to half where there is no room for it.</summary>
    /// <param name="keys">What the commit changes; they are forgotten where they are too many.</param>
    /// <param name="stamp">Its revision, if that is greater than the last.</param>
    public WriterLog After(IReadOnlyList<byte[]> keys, long stamp)
    {
        var commit = new LoggedCommit(Math.Max(Revision + 1, stamp), keys);
        if (sizeof(long) + commit.Size > Length)
            commit = commit with { Keys = [] };
        WriterLog next = new(Base, [.. Commits, commit]);
        if (next.Size <= Length)
            return next;
        var (room, kept) = ((Length / 2) - commit.Size, Commits.Count);
        while (kept > 0 && (room -= Commits[kept - 1].Size) >= 0)
            kept--;
        return new(kept == 0 ? Base : Commits[kept - 1].Revision, [.. Commits.Skip(kept), commit]);
    }

    /// <summary>What this log holds, and its next commit, as far as the log after that has no room for it.</summary>
    /// <param name="next">The log after the commit.</param>
    /// <param name="keys">What the commit changes.</param>
    /// <returns><c>null</c>: nothing, or too much to be kept.</returns>
    public WriterLog? CutBy(WriterLog next, IReadOnlyList<byte[]> keys)
    {
        WriterLog cut = next.Commits[^1].Keys.Count < keys.Count
            ? new(Base, [.. Commits, new(next.Revision, keys)])
            : new(Base, [.. Commits.TakeWhile(each => each.Revision <= next.Base)]);
        return cut.Commits.Count == 0 || cut.Size > MostCut ? null : cut;
    }

    /// <summary>Whether it holds a commit.</summary>
    public bool Holds(long revision) => Commits.Any(each => each.Revision == revision);

    /// <summary>Whether another one is the same log, and not what became of it.</summary>
    public bool IsSame(WriterLog other) => Write().AsSpan().SequenceEqual(other.Write());

    /// <summary>The commits after a revision; <c>null</c>: it does not know it, or not any more.</summary>
    public IEnumerable<LoggedCommit>? Since(long revision)
    {
        if (revision == Base)
            return Commits;
        return Holds(revision) ? Commits.Where(each => each.Revision > revision) : null;
    }

    /// <summary>The base; then each commit: its revision, the number of keys, each with its length before it.</summary>
    public byte[] Write() => Write(Length);

    /// <summary>What was cut off, which is no longer than it has to be.</summary>
    public byte[] WriteCut() => Write(Size);

    /// <exception cref="StoreCorruptedException">It is none.</exception>
    public static WriterLog Read(byte[] bytes)
    {
        if (bytes.Length != Length)
            throw Damaged();
        return ReadAny(bytes);
    }

    /// <summary>Of a row that is damaged, one that knows no earlier revision, and has one of its own as long as the row stays.</summary>
    /// <remarks>Its writer finds it changed, and goes on as another one.</remarks>
    public static WriterLog ReadOrStandIn(byte[] bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (StoreCorruptedException)
        {
            return new(long.MaxValue - BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(bytes)), []);
        }
    }

    /// <returns><c>null</c>: it is none.</returns>
    public static WriterLog? TryReadCut(byte[] bytes)
    {
        try
        {
            return bytes.Length <= MostCut ? ReadAny(bytes) : null;
        }
        catch (StoreCorruptedException)
        {
            return null;
        }
    }

    private static WriterLog ReadAny(ReadOnlySpan<byte> rest)
    {
        var log = new WriterLog(BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, sizeof(long))), []);
        var commits = new List<LoggedCommit>();
        for (var last = log.Base; rest.ContainsAnyExcept((byte)0); last = commits[^1].Revision)
        {
            var revision = BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, sizeof(long)));
            if (revision <= last)
                throw Damaged();
            var count = Number(ref rest);
            if (count * sizeof(ushort) > rest.Length)
                throw Damaged();
            var keys = new byte[count][];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = Take(ref rest, Number(ref rest)).ToArray();
            commits.Add(new(revision, keys));
        }

        return log with { Commits = commits };

        static int Number(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, sizeof(ushort)));
    }

    private byte[] Write(int length)
    {
        var bytes = new byte[length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Base);
        var rest = bytes.AsSpan(sizeof(long));
        foreach (var commit in Commits)
        {
            BinaryPrimitives.WriteInt64BigEndian(rest, commit.Revision);
            BinaryPrimitives.WriteUInt16BigEndian(rest[sizeof(long)..], (ushort)commit.Keys.Count);
            rest = rest[(sizeof(long) + sizeof(ushort))..];
            foreach (var key in commit.Keys)
            {
                BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)key.Length);
                key.CopyTo(rest[sizeof(ushort)..]);
                rest = rest[(sizeof(ushort) + key.Length)..];
            }
        }

        return bytes;
    }

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
    public int Size => sizeof(long) + sizeof(ushort) + Keys.Sum(key => sizeof(ushort) + key.Length);
}
