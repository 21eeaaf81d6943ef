using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Maintains one identity's store while the host runs, and flushes it when everybody has stopped.</summary>
/// <remarks>
/// It never keeps the host from starting: a store that is down is tried again, with growing waits, until it is back. When the last
/// run was stands in the store, so sessions shorter than the interval add up.
/// </remarks>
internal sealed class MaintenanceService(
    IPeerPersistenceService peers, MaintenanceOptions options, TimeProvider time, Random random, ILogger logger)
    : BackgroundService, IHostedLifecycleService
{
    private readonly MaintenanceSchedule _schedule = new(options, random);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all hosted services have stopped, since they may write until then.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await peers.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Whoever disposed it has flushed it.
        }
        catch (Exception e)
        {
            logger.NotFlushed(FailureReason.Of(e));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Interval == TimeSpan.Zero)
            return;
        try
        {
            await Task.Delay(_schedule.InitialWait, time, stoppingToken).ConfigureAwait(false);
            while (true)
            {
                var wait = await UntilItSucceedsAsync(RunIfDueAsync, stoppingToken).ConfigureAwait(false);
                await Task.Delay(wait, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException || stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <returns>How long until it may be due again.</returns>
    private async Task<TimeSpan> RunIfDueAsync(CancellationToken stoppingToken)
    {
        var stats = await peers.GetStorageStatsAsync(stoppingToken).ConfigureAwait(false);
        var wait = _schedule.WaitAfter(stats.LastCleanup, time.GetUtcNow());
        if (wait > TimeSpan.Zero)
            return wait;
        var done = await peers.MaintainAsync(stoppingToken).ConfigureAwait(false);
        logger.Maintained(done.Removed, done.BlacklistsLifted, done.Compacted);
        return _schedule.WaitAfter(time.GetUtcNow(), time.GetUtcNow());
    }

    private async Task<T> UntilItSucceedsAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken stoppingToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                var result = await attempt(stoppingToken).ConfigureAwait(false);
                if (failures > 0)
                    logger.ReachedAgain(failures);
                return result;
            }
            catch (Exception e) when (e is not ObjectDisposedException && !stoppingToken.IsCancellationRequested)
            {
                if (failures++ == 0)
                    logger.MaintenanceFailed(FailureReason.Of(e));
                else
                    logger.MaintenanceFailedAgain(failures, FailureReason.Of(e));
                await Task.Delay(_schedule.WaitAfterFailures(failures), time, stoppingToken).ConfigureAwait(false);
            }
        }
    }
}
