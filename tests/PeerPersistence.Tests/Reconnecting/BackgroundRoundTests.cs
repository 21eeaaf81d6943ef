namespace PeerPersistence.Tests;

public class BackgroundRoundTests
{
    private static readonly ReconnectOptions Background = new() { Background = true };

    [Theory]
    [InlineData(0, 0.08)]
    [InlineData(0.5, 0.5)]
    public void RunAsync_Background_AsksOnlyForAFairChance(double asked, double least)
    {
        var scene = new ReconnectScene();

        _ = scene.Run(Background with { Query = new() { MinProbability = asked } });
        _ = scene.Run(new() { Query = new() { MinProbability = asked } });

        scene.Queries.Select(query => query.MinProbability).Should().Equal(least, asked);
    }

    [Fact]
    public async Task RunAsync_BackgroundAfterFailures_LeavesThemAloneUntilTheirBackoffIsOver()
    {
        var scene = new ReconnectScene("a", "b");
        var first = scene.Run(Background);
        scene["a"].Fails();
        scene["b"].Fails();
        await first;
        scene.Candidates = new([], new());

        await scene.Run(Background with { Query = new() { ExcludePeerIds = ["me"] } });
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.Run(Background);

        scene.Queries.Select(query => string.Join(' ', query.ExcludePeerIds)).Should().Equal("", "me a b", "");
    }

    [Fact]
    public async Task RunAsync_BackgroundInAnOutage_PacesItselfAllTheSame()
    {
        var scene = new ReconnectScene("a") { Network = { IsDown = true } };
        var first = scene.Run(Background);
        scene["a"].Fails();
        (await first).OwnOutage.Should().BeTrue();

        scene.Backoff.Waiting().Should().Equal("a");
    }

    [Fact]
    public async Task RunAsync_APeerConnects_EndsItsBackoff()
    {
        var scene = new ReconnectScene("a");
        scene.Backoff.Failed("a");
        scene.Backoff.Failed("b");

        var run = scene.Run(Background);
        scene["a"].Succeeds();
        await run;

        scene.Backoff.Waiting().Should().Equal("b");
    }

    [Fact]
    public async Task RunAsync_OnDemand_TriesEverybodyAndEndsAllBackoff()
    {
        var scene = new ReconnectScene("a");
        scene.Backoff.Failed("a");
        scene.Backoff.Failed("b");

        var run = scene.Run();
        scene.Queries.Single().ExcludePeerIds.Should().BeEmpty();
        scene.Backoff.Waiting().Should().BeEmpty();
        scene["a"].Fails();
        await run;

        scene.Backoff.Waiting().Should().Equal("a");
    }

    [Fact]
    public async Task RunAsync_TriesStopped_CountForNobodysBackoff()
    {
        var scene = new ReconnectScene("a", "b");
        var run = scene.Run(Background);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        scene["b"].Succeeds();
        await run;

        scene.Backoff.Waiting().Should().BeEmpty();
    }
}
