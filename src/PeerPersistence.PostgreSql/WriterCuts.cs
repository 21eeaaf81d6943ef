namespace PeerPersistence;

/// <summary>What was cut off from the writers' logs: of use to whoever has not asked for long, as who opens a store.</summary>
/// <remarks>
/// A piece follows the one before it if it begins where that one ends. So a piece that is missing is noticed, and it does not matter when
/// the pieces were read, or that a version that knows nothing of them leaves none.
/// </remarks>
internal sealed class WriterCuts
{
    private readonly ILookup<long, WriterLog> _cuts;

    private WriterCuts(IEnumerable<(long Writer, WriterLog Cut)> cuts) => _cuts = cuts.ToLookup(each => each.Writer, each => each.Cut);

    /// <summary>None were read.</summary>
    public static WriterCuts None { get; } = new([]);

    /// <summary>A piece that is damaged counts as missing.</summary>
    public static WriterCuts Read(IEnumerable<(byte[] Key, byte[] Value)> rows) =>
        new(from row in rows
            where row.Key.Length == PostgreSqlSchema.WriterKeyLength + 1
            let cut = WriterLog.TryReadCut(row.Value)
            where cut is not null
            select (PostgreSqlSchema.WriterOf(row.Key), cut));

    /// <summary>A writer's commits after a revision; <c>null</c>: they are not known, or not any more.</summary>
    public IReadOnlyList<LoggedCommit>? Since(long revision, long writer, WriterLog log)
    {
        if (revision > log.Revision)
            return null; // Of commits that were lost.
        List<LoggedCommit> commits = [];
        foreach (var piece in _cuts[writer].OrderBy(cut => cut.Base).ThenBy(cut => cut.Revision).Append(log))
        {
            if (revision < log.Revision && piece.Since(revision) is { } since)
            {
                commits.AddRange(since);
                revision = piece.Revision;
            }
        }

        return revision < log.Revision ? null : commits;
    }
}
