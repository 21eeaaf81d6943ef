namespace PeerPersistence.PostgreSql.Tests;

/// <summary>What a head remembers, and what it forgets.</summary>
public sealed class StoreHeadTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void After_ClockStandsStillOrRunsBackward_RevisionGrows()
    {
        var first = StoreHead.Empty.After(1, [], s_now);
        var second = first.After(1, [], s_now);
        var third = second.After(1, [], s_now.AddDays(-1));
        (first.Revision, second.Revision, third.Revision).Should().Be((1768392000000000, 1768392000000001, 1768392000000002));
    }

    [Fact]
    public void ChangesSince_KnownRevision_NamesTheKeysAfterIt()
    {
        var head = After(StoreHead.Empty, "a");
        var first = head.Revision;
        head = After(After(head, "b", "\ud800"), "b");
        head.ChangesSince(StoreHead.TokenOf(first)).Keys.Should().BeEquivalentTo("b", "\ud800");
        head.ChangesSince("1").Keys.Should().BeEquivalentTo("a", "b", "\ud800");
        head.ChangesSince(Token(head)).Keys.Should().BeEmpty();
    }

    [Fact]
    public void ChangesSince_RevisionOfAnotherHistory_IsNotKnown()
    {
        var head = After(After(StoreHead.Empty, "a"), "b");
        foreach (var unknown in (string?[])[null, "", "0", "2", StoreHead.TokenOf(head.Revision + 1), "x"])
            (head.ChangesSince(unknown).Keys, head.ChangesSince(unknown).Commits).Should().Be((null, null));
    }

    [Fact]
    public void After_ManyCommits_ForgetsTheOldestAndStaysSmall()
    {
        var head = StoreHead.Empty;
        var revisions = new List<long>();
        for (var i = 0; i < 500; i++)
            revisions.Add((head = head.After(i, [OrdinalKey.Encode($"mesh:peer:{i:000}")], s_now)).Revision);
        StoreHeadFormat.Write(head).Length.Should().BeLessThan(2000);
        head.ChangesSince(StoreHead.TokenOf(revisions[0])).Keys.Should().BeNull();
        head.ChangesSince(StoreHead.TokenOf(revisions[^20])).Keys.Should().HaveCount(19);
        head.Log.Should().OnlyContain(commit => head.ChangesSince(StoreHead.TokenOf(commit.Revision)).Keys != null);
        head.ChangesSince(StoreHead.TokenOf(head.Log[^1].Revision)).Keys.Should().HaveCount(head.Log.Count - 1);
    }

    [Fact]
    public void After_CommitOfVeryManyKeys_RemembersThatItWasAndNoKeyOfIt()
    {
        var before = After(StoreHead.Empty, "a");
        var head = After(before, [.. Enumerable.Range(0, 10_000).Select(i => $"{i}")]);
        (head.ChangesSince(Token(before)).Keys, head.ChangesSince(Token(before)).Commits).Should().Be((null, 1));
        var later = StoreHeadFormat.Read(StoreHeadFormat.Write(After(head, "b")));
        (later.ChangesSince(Token(before)).Keys, later.ChangesSince(Token(before)).Commits).Should().Be((null, 2));
        After(head, "b").ChangesSince(Token(head)).Keys.Should().Equal("b");
    }

    [Fact]
    public void HasCommitted_CommitsOfManyWriters_KnowsTheLatestOfEachAndAdmitsWhatItForgot()
    {
        var before = After(StoreHead.Empty, "a");
        var head = before.After(7, [], s_now);
        head.HasCommitted(7, before.Revision).Should().BeTrue();
        head.HasCommitted(7, head.Revision).Should().BeFalse("its latest is no later");
        head.HasCommitted(8, before.Revision).Should().BeFalse();
        for (var other = 100; other < 131; other++)
            head = head.After(other, [], s_now);
        head.HasCommitted(7, before.Revision).Should().BeTrue("only who wrote before it had to go");
        head = head.After(131, [], s_now);
        head.HasCommitted(7, before.Revision).Should().BeNull();
        head.HasCommitted(8, head.Revision).Should().BeFalse("it would be the latest");
    }

    [Fact]
    public void After_FewWriters_EachKeepsItsPlace()
    {
        var head = StoreHead.Empty.After(7, [], s_now).After(8, [], s_now).After(9, [], s_now).After(8, [], s_now);
        head.Writers.Select(each => each.Id).Should().Equal(7, 8, 9);
        head.SeatOf(8).Should().Be(new WriterSeat(8, 1, 3, head.Revision));
        head.Without(7).SeatOf(8).Should().Be(new WriterSeat(8, 0, 2, head.Revision));
        head.Without(7).SeatOf(7).Should().BeNull();
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var head = After(After(StoreHead.Empty.After(long.MinValue, [], s_now), "", "\ud800", new string('x', 300)), "b");
        StoreHeadFormat.Read(StoreHeadFormat.Write(head)).Should().BeEquivalentTo(head, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Read_EveryTornHead_LosesOldCommitsOrIsDamage()
    {
        var old = After(StoreHead.Empty, "a", "b");
        var bytes = StoreHeadFormat.Write(After(old, "c"));
        var whole = StoreHeadFormat.Write(old with { Log = [] }).Length + new LoggedCommit(0, [[0]]).Size;
        for (var length = 0; length < whole; length++)
            FluentActions.Invoking(() => StoreHeadFormat.Read(bytes[..length])).Should().Throw<StoreCorruptedException>();
        for (var length = whole; length < bytes.Length; length++)
            StoreHeadFormat.Read(bytes[..length]).ChangesSince("1").Keys.Should().BeNull("what is cut off is forgotten, not empty");
    }

    [Fact]
    public void Read_RevisionThatIsNone_IsDamage()
    {
        var bytes = StoreHeadFormat.Write(StoreHead.Empty);
        bytes[StoreHeadFormat.PrefixLength] = (byte)'x';
        FluentActions.Invoking(() => StoreHeadFormat.Read(bytes)).Should().Throw<StoreCorruptedException>();
    }

    [Fact]
    public void Read_NewerVersion_IsRefused() =>
        FluentActions.Invoking(() => StoreHeadFormat.Read([2])).Should().Throw<UnsupportedSchemaVersionException>().Which.Should().BeEquivalentTo(new { Found = "2", Supported = "1" });

    private static string Token(StoreHead head) => StoreHead.TokenOf(head.Revision);

    private static StoreHead After(StoreHead head, params string[] keys) => head.After(1, [.. keys.Select(OrdinalKey.Encode)], s_now);
}
