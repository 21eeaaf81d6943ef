using System.Text;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>
/// Opens a store, once, however many callers race: checks its version, reads the directory, mends what disagrees, migrates older forms,
/// where it may.
/// </summary>
/// <remarks>All or nothing. An opening that failed is tried again by the next call.</remarks>
internal sealed class ServiceOpening(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, IReadOnlyList<ISchemaMigration> migrations,
    Func<CancellationToken, Task> cutBlacklists, TimeProvider time, ILogger logger)
{
    private readonly object _sync = new();
    private Task? _opening;

    /// <param name="disposed">Ends the opening itself.</param>
    /// <param name="cancellationToken">Ends only this caller's waiting.</param>
    public Task CompletedAsync(CancellationToken disposed, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
                _opening = Task.Run(() => OpenUnlessDisposedAsync(disposed), CancellationToken.None).Observed();
            return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
        }
    }

    private async Task OpenUnlessDisposedAsync(CancellationToken disposed)
    {
        try
        {
            await OpenAsync(disposed).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (disposed.IsCancellationRequested)
        {
            // Whoever waits has cancelled nothing.
            throw new ObjectDisposedException(nameof(PeerPersistenceService));
        }
        catch (Exception e)
        {
            logger.OpeningFailed(e.GetType().Name);
            throw;
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var schema = await CheckSchemaAsync(cancellationToken).ConfigureAwait(false);
        await mirror.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (store.Ability<IReadOnlyStore>() is not { IsReadOnly: true })
        {
            var planning = new Replanning(mirror);
            await Retry.UntilCommittedAsync(() => MendAsync(schema, planning, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (await SchemaMigrations.AreDueAsync(store, keys, mirror.Directory, cancellationToken).ConfigureAwait(false))
                await SchemaMigrations.RunAsync(migrations, logger, cancellationToken).ConfigureAwait(false);
            await cutBlacklists(cancellationToken).ConfigureAwait(false);
            await mirror.KeepSummariesAsync(cancellationToken).ConfigureAwait(false);
        }

        logger.Opened(mirror.Directory.Count);
        if (mirror.Directory.DamagedCount is > 0 and var damaged)
            logger.DamagedRecords(damaged);
        if (mirror.Directory.SetAsideCount is > 0 and var parts)
            logger.PartsSetAside(parts);
    }

    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote the store.</exception>
    private async Task<ReadOnlyMemory<byte>?> CheckSchemaAsync(CancellationToken cancellationToken)
    {
        var schema = await store.GetAsync(keys.Schema, cancellationToken).ConfigureAwait(false);
        if (schema is { } bytes && Encoding.UTF8.GetString(bytes.Span) is var found && !SchemaVersion.IsSupported(found))
            throw new UnsupportedSchemaVersionException(found, SchemaVersion.Current);
        return schema;
    }

    /// <summary>Writes what a fresh store lacks, and the pages of the index that disagree with the records.</summary>
    private async Task<Outcome<bool>?> MendAsync(ReadOnlyMemory<byte>? schema, Replanning planning, CancellationToken cancellationToken)
    {
        var directory = await planning.NextAsync(cancellationToken).ConfigureAwait(false);
        var batch = new KeyValueBatch();
        if (schema is null && await store.GetAsync(keys.Schema, cancellationToken).ConfigureAwait(false) is null)
            batch.Expect(keys.Schema, (byte[]?)null).Set(keys.Schema, Encoding.UTF8.GetBytes(SchemaVersion.Current));

        var metadata = await store.GetAsync(keys.Metadata, cancellationToken).ConfigureAwait(false);
        if (metadata is null || StoreMetadata.Read(metadata.Value.Span) is null)
            batch.Expect(keys.Metadata, metadata).Set(keys.Metadata, new StoreMetadata { LastCleanup = time.GetNow() }.Write());

        var pages = directory.Mend();
        foreach (var page in pages)
            batch.Expect(keys.IndexPage(page.Number), page.Stored).Set(keys.IndexPage(page.Number), page.Write());

        if (batch.Changes.Count == 0)
            return new(true);
        if (!await mirror.CommitAsync(batch, null, cancellationToken).ConfigureAwait(false))
            return null;
        if (pages.Count > 0)
            logger.IndexMended(pages.Count);
        return new(true);
    }
}
