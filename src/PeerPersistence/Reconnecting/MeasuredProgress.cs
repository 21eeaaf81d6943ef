namespace PeerPersistence;

/// <summary>Times the tries of one reconnect by the steps it reports. A round reports one step after the other.</summary>
internal sealed class MeasuredProgress(IProgress<ReconnectionProgress>? inner, Telemetry telemetry) : IProgress<ReconnectionProgress>
{
    private readonly Dictionary<string, long> _began = new(StringComparer.Ordinal);

    /// <summary>Around what the caller wants to be told, while anybody listens.</summary>
    public static IProgress<ReconnectionProgress>? Around(IProgress<ReconnectionProgress>? inner, Telemetry telemetry) =>
        Instruments.Attempts.Enabled ? new MeasuredProgress(inner, telemetry) : inner;

    public void Report(ReconnectionProgress value)
    {
        if (value.Step == ReconnectionStep.Trying)
            _began[value.PeerId] = telemetry.Timestamp();
        else if (_began.Remove(value.PeerId, out var began))
            telemetry.Attempted(began, OutcomeOf(value.Step));
        inner?.Report(value);
    }

    private static string OutcomeOf(ReconnectionStep step) => step switch
    {
        ReconnectionStep.Connected => "connected",
        ReconnectionStep.Failed => "failed",
        _ => "stopped",
    };
}
