namespace PeerPersistence.Tests;

public sealed class KeeperNoticeTests
{
    [Fact]
    public async Task Sleep_WhileATryHangs_BeginsAnewAtOnce()
    {
        await using var scene = new KeeperScene(options => options.AttemptTimeout = TimeSpan.FromHours(1));
        scene.Connect = Hanging(scene);
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1 && scene.Setup.Time.ActiveTimers > 1);

        scene.Setup.Time.SetUtcNow(scene.Setup.Now.AddMinutes(5)); // The other clocks stood still.
        scene.Pass(5);

        await scene.UntilConnected("a");
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0, "nobody is blamed for our sleep");
    }

    [Fact]
    public async Task NewNetwork_WhileATryHangs_BeginsAnewAtOnce()
    {
        await using var scene = new KeeperScene();
        scene.Connect = Hanging(scene);
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.ChangeNetwork();

        await scene.UntilConnected("a");
    }

    [Fact]
    public async Task NewNetwork_BypassesTheBackoff()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new IOException();
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Setup.Service.GetPeerAsync("a").Result!.ReconnectionAttempts == 1);
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());

        scene.ChangeNetwork();

        await scene.UntilConnected("a");
    }

    [Fact]
    public async Task Offline_DialsNobodyUntilThereIsANetwork()
    {
        await using var scene = new KeeperScene { IsDown = true };
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Keeper.State.Status == KeeperStatus.Offline);
        scene.Pass(120);
        scene.Dialled.Should().BeEmpty();

        scene.IsDown = false;
        scene.ChangeNetwork();

        await scene.UntilConnected("a");
        scene.Keeper.State.Status.Should().Be(KeeperStatus.Running);
    }

    [Fact]
    public async Task Offline_ThatEndsUntold_IsNoticed()
    {
        await using var scene = new KeeperScene { IsDown = true };
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Keeper.State.Status == KeeperStatus.Offline);

        scene.IsDown = false;
        while (scene.Connected.Count == 0)
        {
            scene.Pass(5);
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Pause_WhileATryHangs_GivesItUpAndResumeGoesOn()
    {
        await using var scene = new KeeperScene();
        scene.Connect = Hanging(scene);
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Pause();
        await Eventually.Until(() => scene.Keeper.State.Connections.Count == 0);
        scene.ChangeNetwork();
        scene.Pass(60);
        scene.Keeper.State.Status.Should().Be(KeeperStatus.Paused);
        scene.Dialled.Should().HaveCount(1);
        scene.Keeper.Resume();

        await scene.UntilConnected("a");
    }

    [Fact]
    public async Task Pause_WhileTheUserWaitsForAPeer_EndsTheWait()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        scene.Connect = (_, _) => new TaskCompletionSource<IPeerConnection>().Task;
        await scene.StartAsync("a");
        var asked = scene.Keeper.ConnectNowAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Pause();

        await scene.PassUntil(() => asked.IsCompleted);
        (await asked).Should().BeFalse();
        scene.Keeper.State.Connections.Should().BeEmpty();
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());
        (await scene.Keeper.ConnectNowAsync("a")).Should().BeTrue("the user asks for it");
    }

    [Fact]
    public async Task Sleep_WhileTheUserWaitsForAPeer_BeginsAnew()
    {
        await using var scene = new KeeperScene(options => (options.Target, options.AttemptTimeout) = (0, TimeSpan.FromHours(1)));
        scene.Connect = Hanging(scene);
        await scene.StartAsync("a");
        var asked = scene.Keeper.ConnectNowAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Setup.Time.SetUtcNow(scene.Setup.Now.AddMinutes(5));
        await scene.PassUntil(() => scene.Dialled.Count == 2);

        (await asked).Should().BeTrue();
        scene.Dialled.Should().HaveCount(2);
    }

    [Fact]
    public async Task Watch_UntilTheStop_TellsTheLastStateAndEnds()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        List<KeeperState> states = [];
        var watching = Task.Run(async () =>
        {
            await foreach (var state in scene.Keeper.WatchAsync())
                states.Add(state);
        });
        await Eventually.Until(() => states.Count > 0);

        await scene.Keeper.StopAsync();

        await watching;
        states[^1].Should().Match<KeeperState>(state => state.Status == KeeperStatus.Stopped && state.Connections.Count == 0);
        var later = 0;
        await foreach (var state in scene.Keeper.WatchAsync())
            later++;
        later.Should().Be(1);
    }

    [Fact]
    public async Task PropertyChanged_RoundsInWhichNothingChanges_IsNotRaised()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Connected.Count == 1 && scene.Keeper is { IsResting: true, State.Unrecorded: 0 });
        await KeeperScene.Settle();
        List<KeeperState> told = [];
        scene.Keeper.PropertyChanged += (_, _) => told.Add(scene.Keeper.State);

        for (var rounds = 0; rounds < 10; rounds++)
        {
            scene.Pass(15);
            await KeeperScene.Settle();
        }

        told.Should().BeEmpty();
        await scene.Keeper.DisconnectAsync("a");
        told.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Watch_AConnectionThatComesAndGoes_TellsThePresentFirstAndTheLastAlways()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.StartAsync();
        var connection = new FakeConnection();
        await using var states = scene.Keeper.WatchAsync().GetAsyncEnumerator();
        await states.MoveNextAsync();
        states.Current.Connections.Should().BeEmpty();

        scene.Keeper.Accept("a", connection);
        await Until(state => state.Connections.Count == 1);
        connection.End();
        await Until(state => state.Connections.Count == 0);

        async Task Until(Func<KeeperState, bool> condition)
        {
            while (await states.MoveNextAsync() && !condition(states.Current))
            {
            }
        }
    }

    [Fact]
    public void Pulse_OfAThousandKeepers_IsOneTimerAndAllocatesNothing()
    {
        var time = new TestClock();
        var pulse = KeeperPulse.Of(time);
        var keepers = Enumerable.Range(0, 1000).Select(_ => new Idle()).ToList();
        keepers.ForEach(pulse.Add);
        time.ActiveTimers.Should().Be(1);
        pulse.Beat();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var beat = 1; beat < 100; beat++)
            pulse.Beat();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.Should().Be(0);
        keepers.Should().OnlyContain(keeper => keeper.Beats == 100);
        keepers.ForEach(pulse.Remove);
        time.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void Pulse_LateByMoreThanThreePeriods_IsASleep(int seconds, bool expected)
    {
        var time = new TestClock();
        var idle = new Idle();
        KeeperPulse.Of(time).Add(idle);
        time.SetUtcNow(time.GetUtcNow().AddSeconds(seconds - 5));

        time.Advance(KeeperPulse.Period);

        idle.HasSlept.Should().Be(expected);
        KeeperPulse.Of(time).Remove(idle);
    }

    /// <summary>The first try hangs, as a socket that the system took away; the next one works.</summary>
    private static Func<string, CancellationToken, Task<IPeerConnection>> Hanging(KeeperScene scene) => (_, token) =>
        scene.Dialled.Count == 1
            ? new TaskCompletionSource<IPeerConnection>().Task
            : Task.FromResult<IPeerConnection>(new FakeConnection());

    private sealed class Idle : KeeperPulse.IBeating
    {
        public int Beats { get; private set; }

        public bool HasSlept { get; private set; }

        public void Beat(long timestamp, bool hasSlept) => (Beats, HasSlept) = (Beats + 1, hasSlept);
    }
}
