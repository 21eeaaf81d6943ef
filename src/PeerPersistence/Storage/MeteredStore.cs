using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Measures what a service asks of its store; everything is passed on as it is.</summary>
internal sealed class MeteredStore(IKeyValueStore inner, Telemetry telemetry) : DelegatingKeyValueStore(inner)
{
    public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        Instruments.StoreIO.Enabled ? CountedAsync(key, cancellationToken) : Inner.GetAsync(key, cancellationToken);

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        Instruments.StoreIO.Enabled ? CountedAsync(keys, cancellationToken) : Inner.GetManyAsync(keys, cancellationToken);

    public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default) =>
        Instruments.StoreIO.Enabled ? CountedScanAsync(prefix, cancellationToken) : Inner.ScanAsync(prefix, cancellationToken);

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        Instruments.Commits.Enabled || Instruments.Conflicts.Enabled || Instruments.StoreIO.Enabled || Instruments.Activities.HasListeners()
            ? MeasuredAsync(batch, cancellationToken)
            : Inner.CommitAsync(batch, cancellationToken);

    private async ValueTask<ReadOnlyMemory<byte>?> CountedAsync(string key, CancellationToken cancellationToken)
    {
        var value = await Inner.GetAsync(key, cancellationToken).ConfigureAwait(false);
        telemetry.Read(value?.Length ?? 0);
        return value;
    }

    private async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> CountedAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var values = await Inner.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
        telemetry.Read(values.Sum(value => (long?)value?.Length) ?? 0);
        return values;
    }

    private async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> CountedScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await foreach (var pair in Inner.ScanAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            bytes += pair.Value.Length;
            yield return pair;
        }

        telemetry.Read(bytes);
    }

    private async ValueTask<bool> MeasuredAsync(KeyValueBatch batch, CancellationToken cancellationToken)
    {
        using var activity = Instruments.Activities.StartActivity(PeerPersistenceDiagnostics.ActivitySourceName + ".Commit");
        var began = telemetry.Timestamp();
        Exception? error = null;
        try
        {
            var committed = await Inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            if (committed)
                telemetry.Wrote(batch.Changes.Values.Sum(value => (long?)value?.Length) ?? 0);
            else
                telemetry.Conflicted();
            return committed;
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            telemetry.Committed(began, error);
        }
    }
}
