using System.Text.Json;

namespace PeerPersistence;

/// <summary>How well connections to a peer have worked.</summary>
/// <remarks>A new value knows nothing yet: no connections, and a success rate of one half.</remarks>
public sealed record ConnectionQuality
{
    /// <summary>The share of the last latency in the running average: 0.3.</summary>
    private const decimal NewLatencyShare = 0.3m;

    private const long MostMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <summary>Nothing is known.</summary>
    internal static ConnectionQuality None { get; } = new();

    /// <summary>The round-trip time, smoothed; <c>null</c> while unknown.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Successful attempts among all, 0 to 1; 0.5 while nothing is known.</summary>
    public double SuccessRate { get; init; } = 0.5;

    /// <summary>How the peer was last reached.</summary>
    public ConnectionType ConnectionType { get; init; }

    /// <summary>When this was last measured; left at its default it means "now" when it is stored.</summary>
    public DateTimeOffset LastMeasured { get; init; }

    /// <summary>
    /// Connections, and failures that were measured: <see cref="Record(QualityMeasurement, DateTimeOffset)"/> with a success of
    /// <c>false</c>.
    /// </summary>
    /// <remarks>
    /// What <see cref="IPeerEvents.RecordFailedAttemptAsync"/> tells is counted in <see cref="PeerData.ReconnectionAttempts"/>.
    /// </remarks>
    public int TotalConnections { get; init; }

    /// <summary>Successful connections. Imported data may hold more of them than attempts.</summary>
    public int SuccessfulConnections { get; init; }

    /// <summary>How long a connection lasts, the mean over the successful ones, in whole seconds.</summary>
    public TimeSpan AverageUptime { get; init; }

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init => field = ValueMap<JsonElement>.Of(value); }

    /// <summary>Adds a measurement to the averages.</summary>
    /// <remarks>
    /// Latency: 0.7 × old + 0.3 × new, rounded half up to a millisecond, or the new one if there was none. The counts
    /// move only where <see cref="QualityMeasurement.Success"/> is given, and the success rate with them. Uptime: the
    /// running mean over the successful connections, rounded half up to a second; the connection that ended counts as one
    /// of them.
    /// </remarks>
    /// <param name="measurement">What was measured.</param>
    /// <param name="now">The instant of the measurement.</param>
    /// <returns>The quality with it.</returns>
    /// <exception cref="ArgumentException">A latency or an uptime is negative.</exception>
    public ConnectionQuality Record(QualityMeasurement measurement, DateTimeOffset now)
    {
        PeerValidator.Check(measurement);
        var counted = measurement.Success is { } success ? Count(success) : this;
        return counted with
        {
            Latency = measurement.Latency is { } latency ? Smooth(latency) : Latency,
            ConnectionType = measurement.ConnectionType ?? ConnectionType,
            AverageUptime = measurement.Uptime is { } uptime ? counted.Average(uptime) : AverageUptime,
            LastMeasured = now,
        };
    }

    /// <summary>Adds what was measured just now, by the system clock, to the averages.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <returns>The quality with it.</returns>
    /// <exception cref="ArgumentException">A latency or an uptime is negative.</exception>
    public ConnectionQuality Record(QualityMeasurement measurement) => Record(measurement, TimeProvider.System.GetUtcNow());

    private ConnectionQuality Count(bool success)
    {
        var total = Saturating.Increment(TotalConnections);
        var successful = success ? Saturating.Increment(SuccessfulConnections) : SuccessfulConnections;
        return this with
        {
            TotalConnections = total,
            SuccessfulConnections = successful,
            SuccessRate = Math.Min(1, (double)successful / total),
        };
    }

    private TimeSpan Smooth(TimeSpan latest)
    {
        // Decimal: in binary 0.7 and 0.3 fall short, and half a millisecond with them.
        var ticks = Latency is { } old ? ((1 - NewLatencyShare) * old.Ticks) + (NewLatencyShare * latest.Ticks) : latest.Ticks;
        return TimeSpan.FromTicks(
            Math.Min((long)Math.Floor((ticks / TimeSpan.TicksPerMillisecond) + 0.5m), MostMilliseconds) * TimeSpan.TicksPerMillisecond);
    }

    private TimeSpan Average(TimeSpan uptime)
    {
        var connections = Math.Max(1, SuccessfulConnections);
        var seconds = ((AverageUptime.TotalSeconds * (connections - 1)) + uptime.TotalSeconds) / connections;
        return TimeSpan.FromSeconds(Math.Floor(seconds + 0.5));
    }
}
