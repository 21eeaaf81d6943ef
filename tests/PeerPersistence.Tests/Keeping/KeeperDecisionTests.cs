namespace PeerPersistence.Tests;

public sealed class KeeperDecisionTests
{
    private static readonly KeeperOptions Options = new() { LocalPeerId = "me", Target = 3 };
    private static readonly KeeperView View = new(0, [], [], ["me"], false, false);

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void NewOneStays_CallsThatCross_BothSidesKeepTheSame(string first, string second)
    {
        // Each sees its own call first, the other's second; what stays for one is what the other called, or not.
        var firstTakesOther = Stays(first, second, standing: false, arriving: true);
        var secondTakesOther = Stays(second, first, standing: false, arriving: true);
        var firstSeenTheOtherWay = Stays(first, second, standing: true, arriving: false);

        firstTakesOther.Should().Be(!secondTakesOther, "one call stays");
        firstSeenTheOtherWay.Should().Be(!firstTakesOther, "whichever arrives first");
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(false, true, 60)]
    public void NewOneStays_WhoCallsAgain_HasLostTheFirst(bool standing, bool arriving, int seconds) =>
        CrossedCalls.NewOneStays("a", "b", standing, arriving, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(10)).Should().BeTrue();

    [Fact]
    public void Rounds_AtTheTarget_AreNone() => KeeperPlan.Rounds(View with { Connected = 3 }, Options).Should().BeEmpty();

    [Fact]
    public void Rounds_WithNobody_TakeWhomTheyCanGet()
    {
        var rounds = KeeperPlan.Rounds(View with { Lost = ["a"] }, Options);

        rounds.Should().ContainSingle();
        rounds[0].TargetConnections.Should().Be(3);
        rounds[0].Background.Should().BeTrue();
        rounds[0].Query.OnlyPeerIds.Should().BeNull();
        rounds[0].Query.ExcludePeerIds.Should().Equal("me");
        rounds[0].AnyChance.Should().BeTrue("nobody is too unlikely for who is alone");
    }

    [Fact]
    public void Rounds_WithOthersLeft_CallTheLostFirstAndThePinnedLast() =>
        KeeperPlan.Rounds(View with { Connected = 2, Lost = ["a"], Pinned = ["p"] }, Options).Select(round => round.Query.OnlyPeerIds?.First())
            .Should().Equal("a", null, "p");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rounds_BelowTheTargetForLong_TakeTheUnlikely(bool takesAnybody) =>
        KeeperPlan.Rounds(View with { Connected = 1, TakesAnybody = takesAnybody }, Options).Single().AnyChance.Should().Be(takesAnybody);

    [Theory]
    [InlineData(0, 15)]
    [InlineData(60, 15)]
    [InlineData(600, 60)]
    [InlineData(36_000, 300)]
    public void ProbeAfter_BeingAlone_IsATenthOfTheTimeFromTheIntervalToFiveMinutes(int alone, int seconds) =>
        KeeperPlan.ProbeAfter(TimeSpan.FromSeconds(alone), TimeSpan.FromSeconds(15)).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(300)]
    [InlineData(15, 3)]
    [InlineData(60, 60, 4000)]
    [InlineData(300, 4000)]
    public void NextRound_AfterOneInVain_IsWhenTheFirstMayBeDialled(int seconds, params int[] ends) =>
        KeeperPlan.NextRound([.. ends.Select(end => TimeSpan.FromSeconds(end))], TimeSpan.FromSeconds(15))
            .Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Rounds_PinnedBeyondTheTarget_AreDialled() =>
        KeeperPlan.Rounds(View with { Connected = 3, Pinned = ["p"] }, Options).Should().ContainSingle();

    [Fact]
    public void Rounds_Pinned_AreDialledLikelyOrNotSomeAtATime()
    {
        var round = KeeperPlan.Rounds(View with { Connected = 3, Pinned = [.. Enumerable.Range(0, 50).Select(i => $"p{i}")] }, Options).Single();

        (round.TargetConnections, round.AnyChance, round.Background).Should().Be((6, true, true));
    }

    [Fact]
    public void Rounds_Urgent_BypassTheBackoff() =>
        KeeperPlan.Rounds(View with { IsUrgent = true }, Options).Should().OnlyContain(round => !round.Background);

    [Fact]
    public void Rounds_AfterAnOutage_AreOneTry()
    {
        var rounds = KeeperPlan.Rounds(View with { IsProbe = true, Pinned = ["p"] }, Options);

        rounds.Should().ContainSingle().Which.MaxParallelism.Should().Be(1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 15)]
    [InlineData(4, 60)]
    [InlineData(20, 3600)]
    public void RestAfter_EndsAtOnce_Grows(int flaps, int seconds) =>
        KeeperPlan.RestAfter(flaps, TimeSpan.FromSeconds(15)).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("docker0", "docker0", true)]
    [InlineData("vEthernet (WSL)", "Hyper-V Virtual Ethernet Adapter", true)]
    [InlineData("wlan0", "wlan0", false)]
    [InlineData("Ethernet", "Intel(R) Ethernet Connection", false)]
    public void IsVirtual_Cards_AreTold(string name, string description, bool expected) =>
        NetworkMonitor.IsVirtual(name, description).Should().Be(expected);

    private static bool Stays(string self, string peer, bool standing, bool arriving) =>
        CrossedCalls.NewOneStays(self, peer, standing, arriving, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
}
