using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PeerPersistence.Tests.Diagnostics;

/// <summary>Listens to the meter, and hears only one identity: tests run beside each other, and all share the meter.</summary>
internal sealed class MeasurementListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)> _heard = new();

    public MeasurementListener(string identity)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PeerPersistenceDiagnostics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();

        void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var named = new Dictionary<string, object?>(tags.ToArray());
            if (named.Remove(PeerPersistenceDiagnostics.IdentityTag, out var heard) && (string?)heard == identity)
                _heard.Enqueue((instrument.Name, value, named));
        }
    }

    public IEnumerable<(double Value, IReadOnlyDictionary<string, object?> Tags)> Of(string instrument) =>
        _heard.Where(heard => heard.Name == instrument).Select(heard => (heard.Value, heard.Tags));

    public double Sum(string instrument, string? tag = null, string? value = null) =>
        Of(instrument).Where(heard => tag is null || (string?)heard.Tags.GetValueOrDefault(tag) == value).Sum(heard => heard.Value);

    public int Count(string instrument, string tag, string value) =>
        Of(instrument).Count(heard => (string?)heard.Tags.GetValueOrDefault(tag) == value);

    public IEnumerable<object?> TagValues => _heard.SelectMany(heard => heard.Tags.Values);

    public void Dispose() => _listener.Dispose();
}
