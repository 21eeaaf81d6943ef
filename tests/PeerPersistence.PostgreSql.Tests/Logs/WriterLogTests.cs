namespace PeerPersistence.PostgreSql.Tests.Logs;

/// <summary>What a writer's log remembers, and what it forgets.</summary>
public sealed class WriterLogTests
{
    private const long Now = 1768392000000000;

    [Fact]
    public void After_ClockStandsStillOrRunsBackward_RevisionGrows()
    {
        var first = WriterLog.Empty.After([[1]], Now);
        var second = first.After([[1]], Now);
        var third = second.After([[1]], Now - 86_400_000_000);
        (first.Revision, second.Revision, third.Revision).Should().Be((Now, Now + 1, Now + 2));
        WriterLog.Stamp(new DateTimeOffset(2026, 1, 14, 12, 0, 0, TimeSpan.Zero)).Should().Be(Now);
    }

    /// <summary>So the server writes no more than these bytes into its own log.</summary>
    [Fact]
    public void After_UntilItIsCut_ChangesTheBytesOfTheCommitOnly()
    {
        var (log, cuts) = (WriterLog.Empty, 0);
        for (var i = 0; i < 500; i++)
        {
            var next = log.After([OrdinalKey.Encode($"mesh:peer:{i:000}")], Now);
            var (before, after) = (log.Write(), next.Write());
            if (next.Base == log.Base)
            {
                var same = before.AsSpan().CommonPrefixLength(after);
                before.AsSpan(same + next.Commits[^1].Size).SequenceEqual(after.AsSpan(same + next.Commits[^1].Size)).Should().BeTrue();
            }
            else
            {
                cuts++;
            }

            log = next;
        }

        cuts.Should().BeInRange(30, 100);
    }

    [Fact]
    public void Since_EveryRevisionThatItHolds_GivesWhatCameAfterIt()
    {
        var log = WriterLog.Empty;
        for (var i = 0; i < 100; i++)
        {
            log = After(log, $"mesh:peer:{i:000}");
            log.Since(log.Base).Should().Equal(log.Commits);
            for (var at = 0; at < log.Commits.Count; at++)
                log.Since(log.Commits[at].Revision).Should().Equal(log.Commits.Skip(at + 1));
            log.Since(log.Base - 1).Should().BeNull();
            log.Since(log.Revision + 1).Should().BeNull();
        }

        log.Since(0).Should().BeNull("it was cut");
    }

    [Fact]
    public void After_CommitOfVeryManyKeys_RemembersThatItWasAndNoKeyOfIt()
    {
        var log = After(After(WriterLog.Empty, "a"), [.. Enumerable.Range(0, 10_000).Select(i => $"{i}")]);
        log.Commits.Select(each => each.Keys.Count).Should().Equal(1, 0);
        After(log, "b").Commits.Should().HaveCount(3);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        foreach (var log in (WriterLog[])[WriterLog.Empty, After(After(WriterLog.Empty, "", "\ud800", new string('x', 300)), "b"), new(7, [])])
            WriterLog.Read(log.Write()).Should().BeEquivalentTo(log, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Read_EveryTornLog_IsDamage()
    {
        var log = After(After(WriterLog.Empty, "a", "b"), "c");
        var bytes = log.Write();
        for (var length = 0; length < bytes.Length; length++)
            FluentActions.Invoking(() => WriterLog.Read(bytes[..length])).Should().Throw<StoreCorruptedException>();
        FluentActions.Invoking(() => WriterLog.Read([.. bytes, 0])).Should().Throw<StoreCorruptedException>();
        bytes[^1] = 1;
        FluentActions.Invoking(() => WriterLog.Read(bytes)).Should().Throw<StoreCorruptedException>("there is something behind its end");
    }

    [Fact]
    public void Read_RevisionsThatDoNotGrow_IsDamage()
    {
        var bytes = new WriterLog(0, [new(2, []), new(2, [])]).Write();
        FluentActions.Invoking(() => WriterLog.Read(bytes)).Should().Throw<StoreCorruptedException>();
    }

    [Fact]
    public void Read_ClaimsMoreKeysThanItHasRoomFor_IsDamageBeforeAnyRoomIsMade()
    {
        var bytes = new WriterLog(0, [new(2, [])]).Write();
        bytes.AsSpan(2 * sizeof(long), sizeof(ushort)).Fill(0xFF);
        var before = GC.GetAllocatedBytesForCurrentThread();

        FluentActions.Invoking(() => WriterLog.Read(bytes)).Should().Throw<StoreCorruptedException>();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(256 * 1024, "room for 65,535 keys would be 512 KB");
    }

    private static WriterLog After(WriterLog log, params string[] keys) => log.After([.. keys.Select(OrdinalKey.Encode)], Now);
}
