using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PeerPersistence.Tests.Diagnostics;

/// <summary>Hears the measurements and activities that a test causes, and those of no other: what happens under its own activity.</summary>
internal sealed class OwnTelemetry : IDisposable
{
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly MeterListener _meter = new();
    private readonly ActivityListener _activities;
    private readonly Activity _root = new Activity("test").Start();

    public OwnTelemetry()
    {
        _meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PeerPersistenceDiagnostics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meter.Start();
        _activities = new()
        {
            ShouldListenTo = source => source.Name == PeerPersistenceDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyList<Measured> All => [.. _measured];

    public IReadOnlyList<Activity> Activities => [.. _stopped.Where(activity => activity.TraceId == _root.TraceId)];

    public IReadOnlyList<Measured> Of(string instrument) => [.. _measured.Where(measured => measured.Name == instrument)];

    public void Dispose()
    {
        _meter.Dispose();
        _activities.Dispose();
        _root.Dispose();
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Activity.Current?.TraceId == _root.TraceId)
            _measured.Enqueue(new(instrument.Name, instrument.Unit, value, new Dictionary<string, object?>(tags.ToArray())));
    }

    internal sealed record Measured(string Name, string? Unit, double Value, IReadOnlyDictionary<string, object?> Tags);
}
