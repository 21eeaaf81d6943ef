using System.Text;

namespace PeerPersistence.Tests;

public class RemovedPeersTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void Read_WhatWasWritten_RemembersForItsTime()
    {
        var written = RemovedPeers.None.With(["a"], byUser: true, Now).With(["b"], byUser: true, Now.AddDays(3)).Write();

        Known(Now.AddDays(3)).Should().Equal("a", "b");
        Known(Now.AddDays(7).AddMilliseconds(-1)).Should().Equal("a", "b");
        Known(Now.AddDays(7)).Should().Equal("b");
        Known(Now.AddDays(10)).Should().BeEmpty();
        Known(Now.AddYears(-9)).Should().BeEmpty("the clock that wrote it was broken, or this one is");

        IEnumerable<string> Known(DateTimeOffset now) => new[] { "a", "b", "c" }.Where(RemovedPeers.Read(written, Week, now).Contains);
    }

    [Fact]
    public void With_BeyondTheCapacity_ForgetsTheLongestRemoved()
    {
        var removed = RemovedPeers.None;
        for (var i = 0; i <= RemovedPeers.Capacity; i++)
            removed = removed.With([$"peer-{i}"], byUser: true, Now.AddSeconds(i));

        removed.Contains("peer-0").Should().BeFalse();
        removed.Contains("peer-1").Should().BeTrue();
        removed.Contains($"peer-{RemovedPeers.Capacity}").Should().BeTrue();
        removed.Write().Length.Should().BeLessThan(64 * RemovedPeers.Capacity);
    }

    [Fact]
    public void With_BeyondTheCapacity_ForgetsWhatIsOverFirst()
    {
        var (written, year) = (RemovedPeers.None.With(["a"], byUser: true, Now).Write(), TimeSpan.FromDays(365));
        var wrong = RemovedPeers.Read(written, year, Now.AddYears(70));
        for (var i = 0; i < RemovedPeers.Capacity - 1; i++)
            wrong = wrong.With([$"of a wrong clock {i}"], byUser: true, Now.AddYears(70));
        var right = RemovedPeers.Read(wrong.Write(), year, Now.AddDays(1));
        right.Contains("a").Should().BeTrue();

        right = right.With(Enumerable.Range(0, RemovedPeers.Capacity - 1).Select(i => $"{i}"), byUser: true, Now.AddDays(1));

        right.Contains("a").Should().BeTrue();
        right.With(["b"], byUser: true, Now.AddDays(1)).Contains("a").Should().BeFalse();
    }

    [Fact]
    public void Write_Ids_AreNotInIt() =>
        Encoding.UTF8.GetString(RemovedPeers.None.With(["alice@example.org"], byUser: true, Now).Write()).Should().NotContain("alice").And.Contain($":{Now.ToUnixTimeMilliseconds()}");

    [Theory]
    [InlineData(""), InlineData("[]"), InlineData("{\"a\":\"b\"}"), InlineData("null"), InlineData("{\"a\":")]
    public void Read_Damaged_RemembersNobodyAndGoesOn(string json)
    {
        var read = RemovedPeers.Read(Encoding.UTF8.GetBytes(json), Week, Now);
        read.Contains("a").Should().BeFalse();
        read.With(["a"], byUser: true, Now).Contains("a").Should().BeTrue();
    }
}
