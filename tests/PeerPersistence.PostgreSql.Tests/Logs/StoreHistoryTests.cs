namespace PeerPersistence.PostgreSql.Tests.Logs;

/// <summary>What is told of the changes since a token.</summary>
public sealed class StoreHistoryTests
{
    private static readonly StoreMark s_mark = new(5, IsFirst: true);

    [Fact]
    public void ChangesSince_CommitsOfSeveralWriters_NamesTheKeysOfThoseNotSeen()
    {
        var (one, two) = (After(WriterLog.Empty, "a"), After(WriterLog.Empty, "b"));
        var seen = Token(History((1, one), (2, two)));
        var later = History((1, After(one, "c", "\ud800")), (2, two), (3, After(WriterLog.Empty, "d")));
        later.ChangesSince(seen).Should().BeEquivalentTo(new { Keys = (string[])["c", "\ud800", "d"], Commits = 2L });
        later.ChangesSince(Token(later)).Should().BeEquivalentTo(new { Token = Token(later), Keys = Array.Empty<string>(), Commits = 0L });
        later.ChangesSince("-").Keys.Should().BeEquivalentTo(["a", "b", "c", "\ud800", "d"], "nobody had written before");
    }

    /// <summary>A commit that began before others, and ends after them, is told when it is there: no number has been passed over.</summary>
    [Fact]
    public void ChangesSince_WriterWithAnEarlierRevisionIsSeenLate_IsNamed()
    {
        var early = WriterLog.Empty.After([OrdinalKey.Encode("early")], 100);
        var late = WriterLog.Empty.After([OrdinalKey.Encode("late")], 200);
        var seen = Token(History((2, late)));
        History((1, early), (2, late)).ChangesSince(seen).Keys.Should().Equal("early");
    }

    [Fact]
    public void ChangesSince_AnotherEraOrAWriterThatIsGoneOrALogThatWasCut_IsNotKnown()
    {
        var log = After(WriterLog.Empty, "a");
        var seen = Token(History((1, log), (2, log)));
        ShouldNotKnow(new StoreHistory(s_mark with { Era = 6 }, null, History((1, log), (2, log)).Logs), seen);
        ShouldNotKnow(History((1, log)), seen);
        ShouldNotKnow(History((1, new(log.Revision + 5, [])), (2, log)), seen);
        ShouldNotKnow(History((1, log), (2, log), (3, new(7, []))), seen);
        ShouldNotKnow(new StoreHistory(s_mark with { IsFirst = false }, null, History((1, log)).Logs), "-");
        foreach (var unknown in (string?[])[null, "", "0", "x", "1768392000000000", "AAAA", seen[..^4]])
            ShouldNotKnow(History((1, log), (2, log)), unknown);

        static void ShouldNotKnow(StoreHistory history, string? since) =>
            (history.ChangesSince(since).Keys, history.ChangesSince(since).Commits).Should().Be((null, null));
    }

    [Fact]
    public void ChangesSince_CommitOfTooManyKeys_IsCounted()
    {
        var log = After(WriterLog.Empty, "a");
        var changes = History((1, log.After([], 0)), (2, log)).ChangesSince(Token(History((1, log))));
        (changes.Keys, changes.Commits).Should().Be((null, 2));
    }

    [Fact]
    public void ChangesSince_NothingOrTheFormerForm_TokenStaysWhileTheyDo()
    {
        var nothing = new StoreHistory(null, null, new Dictionary<long, WriterLog>());
        var former = Former(1, 2, 3);
        foreach (var history in (StoreHistory[])[nothing, former])
            history.ChangesSince(Token(history)).Keys.Should().BeEmpty();
        Former(1, 2, 4).ChangesSince(Token(former)).Keys.Should().BeNull();
        former.ChangesSince(Token(nothing)).Keys.Should().BeNull();
        History().ChangesSince(Token(former)).Keys.Should().BeNull();

        static StoreHistory Former(params byte[] head) => StoreHistory.Read([(PostgreSqlSchema.MarkKey, head)]);
    }

    [Fact]
    public void Read_RowsAsTheyWereWritten_IsTheSame()
    {
        var log = After(WriterLog.Empty, "a");
        var read = StoreHistory.Read([(PostgreSqlSchema.WriterKey(-1), log.Write()), (PostgreSqlSchema.MarkKey, s_mark.Write())]);
        read.Should().BeEquivalentTo(History((-1, log)), options => options.ComparingByMembers<StoreHistory>());
        StoreMark.Read((s_mark with { IsFirst = false }).Write()).Should().Be(s_mark with { IsFirst = false });
    }

    [Fact]
    public void Read_DamagedLogOfAWriter_KnowsNothingOfThatWriterUntilTheNextChange()
    {
        var log = After(WriterLog.Empty, "a");
        byte[] damaged = [.. log.Write()[..^1], 1];
        var seen = Token(History((1, log), (2, log)));

        var history = Read(damaged);

        history.ChangesSince(seen).Keys.Should().BeNull();
        history.ChangesSince("-").Keys.Should().BeNull();
        history.ChangesSince(Token(history)).Keys.Should().BeEmpty();
        Read([]).ChangesSince(Token(history)).Keys.Should().BeNull("it is another damage");
        History((1, log), (2, log)).ChangesSince(Token(history)).Keys.Should().BeNull("it was put right");

        StoreHistory Read(byte[] row) => StoreHistory.Read(
            [(PostgreSqlSchema.MarkKey, s_mark.Write()), (PostgreSqlSchema.WriterKey(1), log.Write()), (PostgreSqlSchema.WriterKey(2), row)]);
    }

    [Fact]
    public void Read_NewerOrDamagedMark_IsRefused()
    {
        FluentActions.Invoking(() => StoreMark.Read([3])).Should().Throw<UnsupportedSchemaVersionException>().Which.Should().BeEquivalentTo(new { Found = "3", Supported = "2" });
        foreach (var damaged in (byte[][])[[], [0], [2], [.. s_mark.Write(), 0], [2, 2, .. new byte[8]]])
            FluentActions.Invoking(() => StoreMark.Read(damaged)).Should().Throw<StoreCorruptedException>();
    }

    private static StoreHistory History(params (long Writer, WriterLog Log)[] logs) => new(s_mark, null, logs.ToDictionary(each => each.Writer, each => each.Log));

    private static string Token(StoreHistory history) => history.ChangesSince(null).Token;

    private static WriterLog After(WriterLog log, params string[] keys) => log.After([.. keys.Select(OrdinalKey.Encode)], 1000);
}
