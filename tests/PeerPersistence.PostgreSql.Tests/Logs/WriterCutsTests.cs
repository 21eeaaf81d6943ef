namespace PeerPersistence.PostgreSql.Tests.Logs;

/// <summary>What was cut off from a writer's log tells what came after any earlier revision, or that it does not know.</summary>
public sealed class WriterCutsTests
{
    private const long Writer = 5;
    private const long Now = 1768392000000000;

    private static readonly byte[] s_writerKey = PostgreSqlSchema.WriterKey(Writer);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 5)]
    public void Since_AnyEarlierRevision_NamesAllThatCameAfterItOrNothing(int seed, int missing)
    {
        var (random, log, rows, all) = (new Random(seed), WriterLog.Empty, new Dictionary<string, (byte[] Key, byte[] Value)>(), new List<LoggedCommit>());
        var (sent, named) = (0, 0);
        for (var i = 0; i < 1_000; i++)
        {
            var keys = Enumerable.Range(0, random.Next(50) == 0 ? random.Next(400) + 1 : 1).Select(key => OrdinalKey.Encode($"mesh:peer:{i}-{key}")).ToArray();
            var next = log.After(keys, Now);
            if (log.CutBy(next, keys) is { } cut)
            {
                var key = PostgreSqlSchema.CutKey(s_writerKey, sent++);
                rows[Convert.ToHexString(key)] = (key, cut.WriteCut());
            }

            all.Add(new(next.Revision, keys));
            log = next;
        }

        rows.Should().HaveCount(PostgreSqlSchema.Cuts);
        foreach (var gone in rows.Keys.OrderBy(_ => random.Next()).Take(missing).ToList())
            rows.Remove(gone);
        var cuts = WriterCuts.Read(rows.Values);
        for (var at = 0; at < all.Count; at++)
        {
            if (cuts.Since(all[at].Revision, Writer, log) is not { } since || since.Any(commit => commit.Keys.Count == 0))
                continue;
            since.SelectMany(commit => commit.Keys).Select(Convert.ToHexString)
                .Should().Equal(all.Skip(at + 1).SelectMany(commit => commit.Keys).Select(Convert.ToHexString));
            named++;
        }

        named.Should().BeInRange(1, 900);
        cuts.Since(0, Writer, log).Should().BeNull("the first pieces have given way");
        cuts.Since(log.Revision + 1, Writer, log).Should().BeNull();
        cuts.Since(all[^5].Revision - 1, Writer, log).Should().NotBeNull("revisions of a clock that stands follow each other");
    }

    [Fact]
    public void Since_CutsThatWereReadLaterThanTheLog_NamesWhatTheLogHas()
    {
        var (before, rows) = (WriterLog.Empty, new List<(byte[], byte[])>());
        for (var log = before; rows.Count < 2;)
        {
            byte[][] keys = [OrdinalKey.Encode($"mesh:peer:{log.Revision}")];
            var next = log.After(keys, Now);
            if (log.CutBy(next, keys) is { } cut)
                rows.Add((PostgreSqlSchema.CutKey(s_writerKey, rows.Count), cut.WriteCut()));
            (before, log) = (rows.Count == 0 ? next : before, next);
        }

        WriterCuts.Read(rows).Since(before.Commits[0].Revision, Writer, before)!.Select(commit => commit.Revision)
            .Should().Contain(before.Commits.Skip(1).Select(commit => commit.Revision));
    }

    [Fact]
    public void CutBy_CommitOfTooManyKeys_IsNotKept()
    {
        byte[][] keys = [.. Enumerable.Range(0, 10_000).Select(i => OrdinalKey.Encode($"{i}"))];
        WriterLog.Empty.CutBy(WriterLog.Empty.After(keys, Now), keys).Should().BeNull();
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("too long")]
    [InlineData("empty")]
    public void Read_DamagedPiece_IsMissing(string how)
    {
        byte[][] keys = [OrdinalKey.Encode("mesh:peer:a")];
        var piece = WriterLog.Empty.After(keys, Now);
        var bytes = piece.WriteCut();
        byte[] damaged = how switch
        {
            "cut short" => bytes[..^1],
            "too long" => [.. Enumerable.Repeat((byte)1, 1024 * 1024)],
            _ => [],
        };

        var cuts = WriterCuts.Read([(PostgreSqlSchema.CutKey(s_writerKey, 0), damaged)]);

        cuts.Since(0, Writer, new(piece.Revision, [new(piece.Revision + 1, keys)])).Should().BeNull();
    }
}
