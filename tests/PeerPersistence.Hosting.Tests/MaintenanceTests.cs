using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;

namespace PeerPersistence.Hosting.Tests;

public sealed class MaintenanceTests : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    private readonly HostScene _scene = new();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Start_RunIsDue_RunsAfterTheInitialDelay()
    {
        await StoredLongAgoAsync();
        await StartAsync();
        await _scene.Peers.StorePeerAsync(PeerData.Create("new", _scene.Clock.GetUtcNow()));

        _scene.Clock.Advance(Delay - TimeSpan.FromTicks(1));
        (await _scene.Peers.GetAllPeerIdsAsync()).Should().Equal("old", "new");
        _scene.Clock.Advance(TimeSpan.FromTicks(1));

        await UntilRunsAsync(1);
        (await _scene.Peers.GetAllPeerIdsAsync()).Should().Equal("new");
    }

    [Fact]
    public async Task Start_NothingWasHeardSinceTheStart_NobodyGoes()
    {
        await StoredLongAgoAsync();
        await StartAsync();

        _scene.Clock.Advance(Delay);

        await UntilRunsAsync(1);
        (await _scene.Peers.GetAllPeerIdsAsync()).Should().Equal("old");
    }

    [Fact]
    public async Task Start_SessionsShorterThanTheInterval_StillRun()
    {
        await StoredLongAgoAsync();
        for (var session = 0; session < 4; session++)
        {
            await StartAsync();
            _scene.Clock.Advance(Interval / 3);
            await _scene.UntilWaitingAsync();
            await _scene.StopAsync();
        }

        RunsLogged.Should().Be(2, "one was due at the start, one after three sessions");
    }

    [Fact]
    public async Task Running_EveryInterval_RunsAgain()
    {
        await StartAsync();
        _scene.Clock.Advance(Delay);
        await _scene.UntilWaitingAsync();
        RunsLogged.Should().Be(0, "a fresh store was cleaned when it was made");

        for (var run = 1; run <= 3; run++)
        {
            _scene.Clock.Advance(Interval);
            await UntilRunsAsync(run);
            await _scene.UntilWaitingAsync();
        }
    }

    [Fact]
    public async Task Running_AnotherProcessDidIt_LeavesItAtThat()
    {
        await StartAsync();
        _scene.Clock.Advance(Delay);
        await _scene.UntilWaitingAsync();
        await using var other = new PeerPersistenceService(_scene.Kept, timeProvider: _scene.Clock);

        _scene.Clock.Advance(Interval / 2);
        await other.MaintainAsync();
        _scene.Clock.Advance(Interval / 2);
        await _scene.UntilWaitingAsync();

        RunsLogged.Should().Be(0);
    }

    [Fact]
    public async Task Start_IntervalOfZero_RunsNeverAndTouchesNothing()
    {
        await StoredLongAgoAsync();
        await StartAsync(options => options.Interval = TimeSpan.Zero);

        _scene.Clock.ActiveTimers.Should().Be(0);
        RunsLogged.Should().Be(0);
    }

    [Fact]
    public async Task Start_StoreIsDown_HostStartsAndRunsWhenItIsBack()
    {
        await StoredLongAgoAsync();
        var store = _scene.Down();
        await _scene.StartAsync(builder => builder.AddMaintenance(options => options.Jitter = 0), store);

        _scene.Clock.Advance(Delay);
        foreach (var seconds in new[] { 1, 2, 4 })
        {
            await _scene.UntilWaitingAsync();
            _scene.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            _scene.Clock.ActiveTimers.Should().Be(1);
            _scene.Clock.Advance(TimeSpan.FromTicks(1));
        }

        await _scene.UntilWaitingAsync();
        _scene.Log.Ids(LogLevel.Information).Should().Equal(501);
        store.Heal();
        _scene.Clock.Advance(TimeSpan.FromSeconds(8));

        await UntilRunsAsync(1);
        await Eventually.Until(() => _scene.Log.Ids(LogLevel.Information).Contains(503));
        _scene.Log.Entries.Should().NotContain(entry => entry.Text.Contains("made to fail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_Maintaining_EndsAtOnce()
    {
        await StartAsync();
        await _scene.UntilWaitingAsync();

        await _scene.Host.StopAsync();

        _scene.Clock.ActiveTimers.Should().Be(0);
        _scene.Log.Ids(LogLevel.Information).Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_OthersWriteUntilTheyStop_FlushesAfterThem()
    {
        var order = new List<string>();
        var peers = new Mock<IPeerPersistenceService>();
        peers.Setup(service => service.FlushAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            order.Add("flush");
            return Task.CompletedTask;
        });
        var writer = new Mock<IHostedService>();
        writer.Setup(service => service.StopAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            order.Add("writer");
            return Task.CompletedTask;
        });
        await _scene.StartAsync(builder => builder.AddMaintenance(), services: services => services.AddSingleton(peers.Object).AddSingleton(writer.Object));

        await _scene.Host.StopAsync();

        order.Should().Equal("writer", "flush");
    }

    [Fact]
    public async Task Stop_FlushFails_IsLoggedAndTheHostStops()
    {
        var peers = new Mock<IPeerPersistenceService>();
        peers.Setup(service => service.FlushAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("192.0.2.1"));
        await _scene.StartAsync(builder => builder.AddMaintenance(), services: services => services.AddSingleton(peers.Object));

        await _scene.Host.StopAsync();

        _scene.Log.Entries.Should().ContainSingle(entry => entry.Id == 504).Which.Text.Should().NotContain("192.0.2.1");
    }

    [Fact]
    public async Task AddMaintenance_TwoIdentities_EachIsMaintained()
    {
        var stores = new[] { new InMemoryKeyValueStore(), new InMemoryKeyValueStore() };
        foreach (var store in stores)
            await StoredLongAgoAsync(store);
        _scene.Clock.Advance(TimeSpan.FromDays(40));

        await _scene.StartAsync(
            builder => builder.AddMaintenance(options => options.Interval = TimeSpan.Zero),
            services: services =>
            {
                services.AddKeyedPeerPersistence("alice").UseStore(_ => stores[0]).AddMaintenance(options => options.Jitter = 0);
                services.AddKeyedPeerPersistence("bob").UseStore(_ => stores[1]).AddMaintenance(options => options.Jitter = 0).AddMaintenance();
            });
        await _scene.UntilWaitingAsync(timers: 2);
        _scene.Clock.Advance(Delay);

        await UntilRunsAsync(2);
    }

    [Theory]
    [InlineData(-1, 0, 0, "Interval must be zero to 30 days (was -1.00:00:00).")]
    [InlineData(0, -1, 0, "InitialDelay must be zero to a day (was -00:00:01).")]
    [InlineData(0, 0, 1.1, "Jitter must be 0 to 1 (was 1.1).")]
    [InlineData(0, 0, double.NaN, "Jitter must be 0 to 1 (was NaN).")]
    [InlineData(31, 86_401, 0, "Interval must be zero to 30 days (was 31.00:00:00).", "InitialDelay must be zero to a day (was 1.00:00:01).")]
    public async Task Start_OptionsOutOfRange_FailsAndNamesEach(int intervalDays, int delaySeconds, double jitter, params string[] faults) =>
        (await FluentActions.Awaiting(() => _scene.StartAsync(builder => builder.AddMaintenance(options =>
        {
            options.Interval = TimeSpan.FromDays(intervalDays);
            options.InitialDelay = TimeSpan.FromSeconds(delaySeconds);
            options.Jitter = jitter;
        }))).Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(faults);

    private int RunsLogged => _scene.Log.Entries.Count(entry => entry.Id == 500);

    private async Task StartAsync(Action<MaintenanceOptions>? configure = null)
    {
        await _scene.StartAsync(builder => builder.AddMaintenance(options => options.Jitter = 0).AddMaintenance(configure));
        if (configure is null)
            await _scene.UntilWaitingAsync();
    }

    private Task UntilRunsAsync(int runs) => Eventually.Until(() => RunsLogged == runs);

    /// <summary>An earlier session stored somebody who has not been seen since.</summary>
    private async Task StoredLongAgoAsync()
    {
        await StoredLongAgoAsync(_scene.Kept);
        _scene.Clock.Advance(TimeSpan.FromDays(40));
    }

    private async Task StoredLongAgoAsync(IKeyValueStore store)
    {
        await using var peers = new PeerPersistenceService(store, timeProvider: _scene.Clock);
        await peers.StorePeerAsync(PeerData.Create("old", _scene.Clock.GetUtcNow()));
    }
}
