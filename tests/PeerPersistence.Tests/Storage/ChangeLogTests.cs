using System.Globalization;

namespace PeerPersistence.Tests.Storage;

public sealed class ChangeLogTests
{
    private const int Live = 40_000;

    private readonly ChangeLog _log = new();

    [Fact]
    public void Since_AnEighthOfTheKeysMissed_AreThose()
    {
        Change(0, Live);
        var token = Token();
        Change(0, Live / 8);

        _log.Since(token).Keys!.Order().SequenceEqual(Enumerable.Range(0, Live / 8).Select(KeyOf)).Should().BeTrue();
    }

    [Fact]
    public void Since_AllKeysMissed_AreNotKnownButTheirCommitsAre()
    {
        var token = Token();
        Change(0, Live);

        _log.Since(token).Should().Be(new StoreChanges(Token(), null) { Commits = Live, IsLasting = true });
    }

    [Fact]
    public void Since_OneKeyMissedManyTimes_IsThatKey()
    {
        Change(0, Live);
        var token = Token();
        for (var i = 0; i < Live; i++)
            Change(7, 1);

        _log.Since(token).Keys.Should().Equal(KeyOf(7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(ChangeLog.Capacity)]
    [InlineData(ChangeLog.Capacity + 1)]
    public void Since_OneCommitMissed_AreAllItsKeys(int count)
    {
        Change(0, 10);
        var token = Token();
        string[] keys = [.. Enumerable.Range(0, count).Select(KeyOf)];
        _log.Add(keys, Live);

        _log.Since(token).Keys!.Order().SequenceEqual(keys).Should().BeTrue();
    }

    [Fact]
    public void Since_EveryTokenOfALongHistory_TellsAllThatCameLaterOrNothing()
    {
        const int Few = 1000;
        List<(string Token, int Before)> tokens = [];
        var changed = Enumerable.Range(0, 60_000).Select(i => (i * 7919 % 50_021) + (i % 3)).ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            if (i % 997 == 0)
                tokens.Add((Token(), i));
            _log.Add([KeyOf(changed[i])], Few);
        }

        foreach (var (token, before) in tokens)
        {
            if (_log.Since(token).Keys is { } keys)
                keys.ToHashSet().SetEquals(changed.Skip(before).Select(KeyOf)).Should().BeTrue();
            else
                (changed.Length - before).Should().BeGreaterThan(ChangeLog.Capacity);
        }
    }

    [Fact]
    public void Add_EveryKey_KeepsAQuarterOfThem()
    {
        var keys = Enumerable.Range(0, 2 * Live).Select(i => new WeakReference(Change(i, 1))).ToArray();
        GC.Collect();

        keys.Count(key => key.IsAlive).Should().BeInRange(Live / 8, (Live / 4) + (4 * ChangeLog.Capacity));
        GC.KeepAlive(_log);
    }

    /// <summary>A file store renames its history with every compaction.</summary>
    [Fact]
    public void Rename_AgainAndAgain_TheLastNamesAreUnderstoodAndTheRestForgotten()
    {
        List<string> tokens = [];
        for (var i = 0; i < 2_000; i++)
        {
            Change(i, 1);
            tokens.Add(Token());
            _log.Rename($"history-{i}", 1);
        }

        Change(2_000, 1);
        _log.Since(tokens[^1]).Keys.Should().Equal(KeyOf(2_000));
        _log.Since(tokens[^50]).Keys.Should().HaveCount(50);
        _log.Since(tokens[0]).Keys.Should().BeNull("nobody looks through the names of a year");
    }

    private static string KeyOf(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private string Token() => _log.Since(null).Token;

    private string Change(int first, int count)
    {
        var key = "";
        for (var i = first; i < first + count; i++)
            _log.Add([key = KeyOf(i)], Live);
        return key;
    }
}
