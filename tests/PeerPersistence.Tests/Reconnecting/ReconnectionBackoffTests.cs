namespace PeerPersistence.Tests;

public class ReconnectionBackoffTests
{
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(6, 1920)]
    [InlineData(7, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Bound_AfterFailures_DoublesUpToAnHour(int failures, int seconds) =>
        ReconnectionBackoff.Bound(failures).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Failed_ThenWaiting_UntilTheDrawnShareOfTheBoundIsOver()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.5));
        backoff.Failed("a");
        backoff.Failed("a");

        backoff.Waiting().Should().Equal("a");
        _clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        backoff.Waiting().Should().Equal("a");
        _clock.Advance(TimeSpan.FromTicks(1));
        backoff.Waiting().Should().BeEmpty();
    }

    [Fact]
    public void Failed_AfterTheWait_GoesOnCounting()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.5));
        backoff.Failed("a");
        _clock.Advance(TimeSpan.FromHours(2));
        backoff.Failed("a");

        _clock.Advance(TimeSpan.FromSeconds(59));

        backoff.Waiting().Should().Equal("a");
    }

    [Fact]
    public void Failed_ManyClientsAtTheSameInstant_SpreadOverTheWholeBound()
    {
        const int Seed = 20260114;
        var backoff = new ReconnectionBackoff(_clock, new Random(Seed));
        var clients = Enumerable.Range(0, 1000).Select(i => $"client {i}").ToList();
        clients.ForEach(backoff.Failed);

        for (var second = 0; second <= 50; second += 10)
        {
            backoff.Waiting().Should().HaveCountGreaterThan(0).And.HaveCountLessThanOrEqualTo(1000);
            ((double)backoff.Waiting().Count).Should().BeApproximately(1000 * (60 - second) / 60.0, 60, "seed {0}", Seed);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        backoff.Waiting().Should().BeEmpty();
    }

    [Fact]
    public void Gossiped_LeavesOutWhoFailed_WaitsAsAfterManyFailuresUntilItIsNamed()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.5));
        backoff.Failed("named");
        backoff.Failed("left out");

        backoff.Gossiped(["named", "never tried"]);
        _clock.Advance(TimeSpan.FromSeconds(30));
        backoff.Waiting().Should().Equal("left out");
        _clock.Advance(TimeSpan.FromMinutes(29));
        backoff.Waiting().Should().Equal("left out");

        backoff.Gossiped(["named", "left out"]);
        backoff.Waiting().Should().BeEmpty();
    }

    [Fact]
    public void Gossiped_NamesNobodyForEver_EverybodyIsTriedWithinAnHour()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(1));
        backoff.Failed("a");
        for (var round = 0; round < 6; round++)
        {
            backoff.Gossiped([]);
            _clock.Advance(TimeSpan.FromMinutes(10));
        }

        backoff.Waiting().Should().BeEmpty();
    }

    [Fact]
    public void Succeeded_APeer_EndsItsWaitAndItsCount()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.5));
        backoff.Failed("a");
        backoff.Failed("a");
        backoff.Failed("b");

        backoff.Succeeded("a");
        backoff.Waiting().Should().Equal("b");
        backoff.Failed("a");
        _clock.Advance(TimeSpan.FromSeconds(30));

        backoff.Waiting().Should().BeEmpty();
    }

    [Fact]
    public void Reset_Always_EndsAllWaits()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.9));
        backoff.Failed("a");
        backoff.Failed("b");

        backoff.Reset();

        backoff.Waiting().Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5 * 3600)]
    public void Waiting_ClockSetBackOrMachineSlept_IsOver(int seconds)
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.9));
        for (var i = 0; i < 20; i++)
            backoff.Failed("a");

        _clock.SetUtcNow(_clock.GetUtcNow().AddSeconds(seconds));

        backoff.Waiting().Should().BeEmpty();
    }

    [Fact]
    public void Failed_MorePeersThanItsCapacity_ForgetsWhoseWaitEndsFirst()
    {
        var backoff = new ReconnectionBackoff(_clock, new Fixed(0.5));
        backoff.Failed("first");
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 1; i < ReconnectionBackoff.Capacity; i++)
            backoff.Failed($"peer {i}");
        backoff.Failed("peer 1");
        backoff.Waiting().Should().HaveCount(ReconnectionBackoff.Capacity).And.Contain("first");

        backoff.Failed("one more");

        backoff.Waiting().Should().HaveCount(ReconnectionBackoff.Capacity).And.Contain(["peer 1", "one more"]).And.NotContain("first");
    }

    [Fact]
    public async Task Failed_FromManyThreads_LosesNone()
    {
        var backoff = new ReconnectionBackoff(_clock, new Random(3));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                backoff.Failed($"{t} {i}");
                backoff.Succeeded($"{t} {i - 1}");
                backoff.Waiting();
            }
        })));

        backoff.Waiting().Should().BeEquivalentTo(Enumerable.Range(0, 8).Select(t => $"{t} 99"));
    }

    private sealed class Fixed(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
