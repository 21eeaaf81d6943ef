using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PeerPersistence;

/// <summary>Tells what <see cref="IPeerUpkeep.CheckHealthAsync"/> tells, in the words of health checks.</summary>
internal sealed class StoreHealthCheck(IPeerPersistenceService peers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var health = await peers.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
            return health.IsSound
                ? HealthCheckResult.Healthy("The store can be reached and is sound.", Data(health))
                : HealthCheckResult.Degraded(string.Join(" ", Faults(health)), data: Data(health));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new(context.Registration.FailureStatus, FailureReason.Of(e));
        }
    }

    private static IEnumerable<string> Faults(StoreHealth health)
    {
        if (health.Keys == KeyStatus.Unavailable)
            yield return "The master key is missing or wrong: secrets cannot be opened.";
        if (health.Stats.DamagedRecords > 0)
            yield return $"{health.Stats.DamagedRecords} records cannot be read.";
        if (health.Recovery is { IsClean: false } recovery)
            yield return $"The file was damaged when it was opened: {recovery.CommitsLost} commits lost, "
                + $"{recovery.BytesCut} bytes set aside.";
    }

    private static Dictionary<string, object> Data(StoreHealth health)
    {
        var data = new Dictionary<string, object>
        {
            ["peers"] = health.Stats.PeerCount,
            ["max_peers"] = health.Stats.MaxPeers,
            ["fill"] = (double)health.Stats.PeerCount / health.Stats.MaxPeers,
            ["size_bytes"] = health.Stats.EstimatedSizeBytes,
            ["damaged_records"] = health.Stats.DamagedRecords,
            ["keys"] = health.Keys.ToString(),
            ["last_cleanup"] = health.Stats.LastCleanup,
        };
        if (health.Recovery is { } recovery)
        {
            data["commits_lost"] = recovery.CommitsLost;
            data["damaged_bytes"] = recovery.BytesCut;
        }

        return data;
    }
}
