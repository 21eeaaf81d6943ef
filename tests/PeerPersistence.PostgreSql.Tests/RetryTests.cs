using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>How long it waits between tries, and when it gives up. Nobody listens where it knocks.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task GetAsync_NoServer_WaitsLongerAndLongerWithJitterAndGivesUpInTime()
    {
        var time = new WaitingTimeProvider();
        await using var store = Store(new() { TimeProvider = time, Random = new(1), RetryTimeout = TimeSpan.FromSeconds(30) });
        await FluentActions.Awaiting(() => store.ReadAsync("k")).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*ConnectionRefused*");
        for (var i = 0; i < time.Waits.Count; i++)
        {
            var whole = Math.Min(1000, 10 * Math.Pow(2, i));
            time.Waits[i].TotalMilliseconds.Should().BeInRange(whole / 2, whole);
        }

        time.Waits.Distinct().Should().HaveCount(time.Waits.Count, "no two writers wait alike");
        time.Waits.Sum(wait => wait.TotalSeconds).Should().BeInRange(30, 31);
    }

    [Fact]
    public async Task GetAsync_NoTimeForTries_TriesOnce()
    {
        var time = new WaitingTimeProvider();
        await using var store = Store(new() { TimeProvider = time, RetryTimeout = TimeSpan.Zero });
        await FluentActions.Awaiting(() => store.ReadAsync("k")).Should().ThrowAsync<PeerPersistenceException>();
        time.Waits.Should().BeEmpty();
    }

    [Fact]
    public async Task CommitAsync_CancelledBetweenTries_Ends()
    {
        var time = new TestClock();
        await using var store = Store(new() { TimeProvider = time });
        using var source = new CancellationTokenSource();
        var commit = store.CommitAsync(new KeyValueBatch().Set("k", StoreText.Bytes("v")), source.Token).AsTask();
        while (time.ActiveTimers == 0)
            await Task.Yield();
        await source.CancelAsync();
        await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>An application's own data source, which already chooses the primary: no longer the kind that Npgsql makes of several hosts.</summary>
    [Fact]
    public async Task GetAsync_NoPrimaryAmongTheHostsOfAGivenSource_TriesAsLongAsItMay()
    {
        var time = new WaitingTimeProvider();
        await using var hosts = new NpgsqlDataSourceBuilder("Host=127.0.0.1:1,127.0.0.1:2;Username=u").BuildMultiHost();
        var store = new PostgreSqlKeyValueStore(
            hosts.WithTargetSession(TargetSessionAttributes.Primary), "s", new() { TimeProvider = time, Random = new(1), RetryTimeout = TimeSpan.FromSeconds(30) });
        await FluentActions.Awaiting(() => store.ReadAsync("k")).Should().ThrowAsync<PeerPersistenceException>();
        time.Waits.Sum(wait => wait.TotalSeconds).Should().BeInRange(30, 31);
    }

    private static PostgreSqlKeyValueStore Store(PostgreSqlStoreOptions options) => new("Host=127.0.0.1;Port=1;Username=u", "s", options);

    /// <summary>Waits take no time, and all the time there is.</summary>
    private sealed class WaitingTimeProvider : FakeTimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            Advance(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
