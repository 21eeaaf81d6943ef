using System.Text;

namespace PeerPersistence.Tests;

/// <summary>Own commits are taken in from memory only where nobody came between.</summary>
public sealed class OwnCommitsTests
{
    private readonly OwnCommits _own = new();

    [Fact]
    public void TryTake_AsManyAsTheStoreCounts_GivesTheLatestOfEachKey()
    {
        Commit(("a", "1"), ("b", "1"));
        Commit(("a", "2"), ("c", null));

        Texts(_own.TryTake(_own.Mark(), 2)).Should().Equal(new Dictionary<string, string?> { ["a"] = "2", ["b"] = "1", ["c"] = null });
        Texts(_own.TryTake(_own.Mark(), 0)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(2L)]
    [InlineData(null)]
    public void TryTake_OtherCount_GivesNothing(long? commits)
    {
        Commit(("a", "1"));
        _own.TryTake(_own.Mark(), commits).Should().BeNull();
    }

    [Fact]
    public void TryTake_CommitThatReturnedAfterTheStoreWasAsked_IsLeftForTheNextAnswer()
    {
        Commit(("a", "1"));
        var asked = _own.Mark();
        Commit(("a", "2"));

        Texts(_own.TryTake(asked, 1)).Should().Equal(new Dictionary<string, string?> { ["a"] = "1" });
        Texts(_own.TryTake(_own.Mark(), 1)).Should().Equal(new Dictionary<string, string?> { ["a"] = "2" });
    }

    [Fact]
    public void TryTake_CommitThatWasBegunBeforeTheDirectoryWasRead_DoesNotCount()
    {
        var begun = _own.Mark();
        _own.BeginAnew();
        _own.Add(begun, Batch(("a", "1")));

        _own.TryTake(_own.Mark(), 1).Should().BeNull();
    }

    [Fact]
    public void TryTake_TwoOfTheSameKeyUnderWayAtOnce_GivesNothing()
    {
        var (one, two) = (_own.Mark(), _own.Mark());
        _own.Add(one, Batch(("a", "1")));
        _own.Add(two, Batch(("a", "2")));

        _own.TryTake(_own.Mark(), 2).Should().BeNull("nobody knows which came last");
    }

    [Fact]
    public void Add_BatchThatChangesNothing_IsNotCounted()
    {
        _own.Add(_own.Mark(), []);
        _own.TryTake(_own.Mark(), 0).Should().BeEmpty();
    }

    [Fact]
    public void Add_MoreThanIsKept_ForgetsAll()
    {
        for (var i = 0; i < 5000; i++)
            Commit(($"{i}", "1"));
        _own.TryTake(_own.Mark(), 5000).Should().BeNull();
    }

    [Fact]
    public void Add_OneThatIsLarge_IsKept()
    {
        Commit([.. Enumerable.Range(0, 20_000).Select(i => ($"{i}", (string?)"1"))]);
        _own.TryTake(_own.Mark(), 1).Should().HaveCount(20_000);
    }

    private void Commit(params (string Key, string? Value)[] changes) => _own.Add(_own.Mark(), Batch(changes));

    private static OwnChange[] Batch(params (string Key, string? Value)[] changes) =>
        [.. changes.Select(change => new OwnChange(change.Key, change.Value is null ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(change.Value)))];

    private static Dictionary<string, string?>? Texts(IReadOnlyCollection<OwnChange>? changes) =>
        changes?.ToDictionary(change => change.Key, change => change.Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null);
}
