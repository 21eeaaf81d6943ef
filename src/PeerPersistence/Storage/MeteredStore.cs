using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Measures what a service asks of its store; everything is passed on as it is.</summary>
internal class MeteredStore : ILayeredStore
{
    private readonly IKeyValueStore _inner;
    private readonly Telemetry _telemetry;

    private MeteredStore(IKeyValueStore inner, Telemetry telemetry) => (_inner, _telemetry) = (inner, telemetry);

    public IKeyValueStore Inner => _inner;

    public static IKeyValueStore Around(IKeyValueStore inner, Telemetry telemetry) =>
        inner is IChangeTrackingStore tracking ? new Tracking(tracking, telemetry) : new MeteredStore(inner, telemetry);

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        Instruments.StoreIO.Enabled ? CountedAsync(key, cancellationToken) : _inner.GetAsync(key, cancellationToken);

    public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) =>
        Instruments.StoreIO.Enabled ? CountedScanAsync(prefix, cancellationToken) : _inner.ScanAsync(prefix, cancellationToken);

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        Instruments.Commits.Enabled || Instruments.Conflicts.Enabled || Instruments.StoreIO.Enabled || Instruments.Activities.HasListeners()
            ? MeasuredAsync(batch, cancellationToken)
            : _inner.CommitAsync(batch, cancellationToken);

    private async ValueTask<ReadOnlyMemory<byte>?> CountedAsync(string key, CancellationToken cancellationToken)
    {
        var value = await _inner.GetAsync(key, cancellationToken).ConfigureAwait(false);
        _telemetry.Read(value?.Length ?? 0);
        return value;
    }

    private async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> CountedScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await foreach (var pair in _inner.ScanAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            bytes += pair.Value.Length;
            yield return pair;
        }

        _telemetry.Read(bytes);
    }

    private async ValueTask<bool> MeasuredAsync(KeyValueBatch batch, CancellationToken cancellationToken)
    {
        using var activity = Instruments.Activities.StartActivity(PeerPersistenceDiagnostics.ActivitySourceName + ".Commit");
        var began = _telemetry.Timestamp();
        Exception? error = null;
        try
        {
            var committed = await _inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            if (committed)
                _telemetry.Wrote(batch.Changes.Values.Sum(value => (long?)value?.Length) ?? 0);
            else
                _telemetry.Conflicted();
            return committed;
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            _telemetry.Committed(began, error);
        }
    }

    private sealed class Tracking(IChangeTrackingStore inner, Telemetry telemetry) : MeteredStore(inner, telemetry), IChangeTrackingStore
    {
        public ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default) =>
            inner.GetChangesAsync(revision, cancellationToken);
    }
}
