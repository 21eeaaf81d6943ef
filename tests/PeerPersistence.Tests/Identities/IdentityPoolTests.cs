using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests.Identities;

public sealed class IdentityPoolTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Rent_ManyRace_OpensOnce()
    {
        var scene = new PoolScene();
        var gate = new TaskCompletionSource();
        scene.Opening = _ => gate.Task;

        var renting = Enumerable.Range(0, 50).Select(_ => Task.Run(() => scene.RentAsync("a"))).ToList();
        gate.SetResult();
        await Task.WhenAll(renting);

        scene.Events.Should().Equal("+a");
    }

    [Fact]
    public async Task Rent_OpeningFails_AllWhoWaitAreToldAndTheNextTriesAgain()
    {
        var scene = new PoolScene();
        var gate = new TaskCompletionSource();
        scene.Opening = _ => gate.Task;
        var (first, second) = (scene.RentAsync("a"), scene.RentAsync("a"));
        gate.SetException(new IOException("no"));

        await first.Awaiting(task => task).Should().ThrowAsync<IOException>();
        await second.Awaiting(task => task).Should().ThrowAsync<IOException>();
        scene.Opening = _ => Task.CompletedTask;
        using var third = await scene.RentAsync("a");

        scene.IsOpen("a").Should().BeTrue();
        scene.Pool.Count.Should().Be(1);
    }

    [Fact]
    public async Task Rent_CallerGivesUp_TheOpeningGoesOnForOthersAndClosesWhenIdle()
    {
        var scene = new PoolScene();
        var gate = await RentAndGiveUpAsync(scene);

        gate.SetResult();
        await scene.UseAsync("a");
        scene.Time.Advance(5 * Minute);
        await Eventually.Until(() => scene.Pool.Count == 0);

        scene.Events.Should().Equal("+a", "-a");
    }

    [Fact]
    public async Task Rent_AllGaveUpAndItIsOverdueWhileOpening_ClosesWhenItHasOpened()
    {
        var scene = new PoolScene();
        var gate = await RentAndGiveUpAsync(scene);

        scene.Time.Advance(5 * Minute);
        scene.Events.Should().BeEmpty();
        gate.SetResult();
        await Eventually.Until(() => scene.Pool.Count == 0);

        scene.Events.Should().Equal("+a", "-a");
    }

    [Fact]
    public async Task Rent_AllGaveUpBeforeItFailed_IsObserved()
    {
        using var unobserved = new UnobservedFailures<GivenUpException>();

        for (var i = 0; i < 20; i++)
            await GiveUpAsync();

        unobserved.Collected.Should().BeEmpty();

        static async Task GiveUpAsync()
        {
            var scene = new PoolScene();
            var gate = await RentAndGiveUpAsync(scene);
            gate.SetException(new GivenUpException());
            await Eventually.Until(() => scene.Pool.Count == 0);
        }
    }

    [Fact]
    public async Task Return_NobodyComesBack_ClosesAfterTheTimeout()
    {
        var scene = new PoolScene(idleTimeout: 5 * Minute);
        await scene.UseAsync("a");
        scene.Time.Advance(3 * Minute);
        await scene.UseAsync("b");

        scene.Time.Advance(2 * Minute);
        await Eventually.Until(() => scene.Pool.Count == 1);
        scene.Events.Should().Equal("+a", "+b", "-a");

        scene.Time.Advance(3 * Minute);
        await Eventually.Until(() => scene.Pool.Count == 0);
        scene.Time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Return_UsedAgainMeanwhile_TheTimeoutStartsAnew()
    {
        var scene = new PoolScene(idleTimeout: 5 * Minute);
        await scene.UseAsync("a");
        scene.Time.Advance(4 * Minute);
        await scene.UseAsync("a");
        scene.Time.Advance(4 * Minute);

        scene.IsOpen("a").Should().BeTrue();
        scene.Time.Advance(Minute);
        await Eventually.Until(() => !scene.IsOpen("a"));
    }

    [Fact]
    public async Task Rent_InUse_IsNotClosedHoweverLong()
    {
        var scene = new PoolScene(maxOpen: 1);
        using (await scene.RentAsync("a"))
        {
            scene.Time.Advance(TimeSpan.FromDays(1));
            await scene.UseAsync("b", "c");
            scene.IsOpen("a").Should().BeTrue();
        }
    }

    [Fact]
    public async Task Rent_NoPlaceLeft_ClosesTheLongestIdleFirstAndOpensThen()
    {
        var scene = new PoolScene(maxOpen: 2);
        await scene.UseAsync("a", "b", "a", "c");

        scene.Events.Should().Equal("+a", "+b", "-b", "+c");
    }

    [Fact]
    public async Task Rent_AllInUse_ExceedsTheBoundUntilOneIsReturned()
    {
        var scene = new PoolScene(maxOpen: 2);
        var (a, b) = (await scene.RentAsync("a"), await scene.RentAsync("b"));
        using var c = await scene.RentAsync("c");
        scene.OpenCount.Should().Be(3);

        b.Dispose();
        await Eventually.Until(() => scene.Pool.Count == 2);
        scene.IsOpen("b").Should().BeFalse();

        a.Dispose();
        scene.IsOpen("a").Should().BeTrue("the bound holds again");
    }

    [Fact]
    public async Task Rent_WhileItCloses_WaitsAndOpensAnew()
    {
        var scene = new PoolScene();
        var gate = new TaskCompletionSource();
        scene.Closing = _ => gate.Task;
        await scene.UseAsync("a");
        scene.Time.Advance(5 * Minute);

        var again = scene.RentAsync("a");
        scene.Events.Should().Equal("+a");
        gate.SetResult();
        (await again).Dispose();

        scene.Events.Should().Equal("+a", "-a", "+a");
    }

    [Fact]
    public async Task Close_Fails_IsLoggedAndThePlaceIsFree()
    {
        var scene = new PoolScene(maxOpen: 1) { Closing = _ => throw new IOException("no") };

        await scene.UseAsync("a", "b");

        scene.Events.Should().Equal("+a", "-a", "+b");
        scene.Logger.Entries.Should().ContainSingle(entry => entry.Id.Id == 107 && entry.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Erase_WhileAnotherUsesIt_LeavesItOpen()
    {
        var scene = new PoolScene();
        using var mine = await scene.RentAsync("a");
        using (await scene.RentAsync("a"))
            await mine.EraseAsync();
        scene.IsOpen("a").Should().BeTrue();

        await mine.EraseAsync();

        scene.Events.Should().Equal("+a", "-a");
        scene.Pool.Count.Should().Be(0);
    }

    [Fact]
    public async Task Dispose_WithUsers_WaitsForThemAndTakesNoMore()
    {
        var scene = new PoolScene();
        await scene.UseAsync("a");
        var b = await scene.RentAsync("b");

        var disposal = scene.Pool.DisposeAsync().AsTask();
        await Eventually.Until(() => !scene.IsOpen("a"));
        await FluentActions.Awaiting(() => scene.RentAsync("b")).Should().ThrowAsync<ObjectDisposedException>();
        disposal.IsCompleted.Should().BeFalse();
        b.Dispose();
        await disposal;
        await scene.Pool.DisposeAsync();

        scene.OpenCount.Should().Be(0);
        scene.Time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Dispose_WhileItOpens_WaitsForTheCallerToo()
    {
        var scene = new PoolScene();
        var gate = new TaskCompletionSource();
        scene.Opening = _ => gate.Task;
        var renting = scene.RentAsync("a");

        var disposal = scene.Pool.DisposeAsync().AsTask();
        gate.SetResult();
        var rental = await renting;
        disposal.IsCompleted.Should().BeFalse();
        rental.Dispose();
        await disposal;

        scene.Events.Should().Equal("+a", "-a");
    }

    [Fact]
    public async Task Dispose_Empty_Ends() => await new PoolScene().Pool.DisposeAsync();

    /// <summary>What lets the opening that nobody waits for any more go on.</summary>
    private static async Task<TaskCompletionSource> RentAndGiveUpAsync(PoolScene scene)
    {
        var gate = new TaskCompletionSource();
        scene.Opening = _ => gate.Task;
        using var giveUp = new CancellationTokenSource();
        var renting = scene.RentAsync("a", giveUp.Token);
        await giveUp.CancelAsync();
        await renting.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        return gate;
    }

    private sealed class GivenUpException : Exception;
}
