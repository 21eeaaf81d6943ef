using System.Text;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>
/// Opens a store, once, however many callers race: checks its version, reads the directory, mends what disagrees, migrates older forms,
/// where it may.
/// </summary>
/// <remarks>All or nothing. An opening that failed is tried again by the next call.</remarks>
internal sealed class ServiceOpening(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, Func<IReadOnlyList<ISchemaMigration>> migrations,
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
                _opening = Begun(disposed);
            return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
        }
    }

    // A method of its own: what it captures would be made for every call of the service.
    private Task Begun(CancellationToken disposed) => Task.Run(() => OpenUnlessDisposedAsync(disposed), CancellationToken.None).Observed();

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
        var schema = await store.GetAsync(keys.Schema, cancellationToken).ConfigureAwait(false);
        ThrowIfNewer(schema);
        await mirror.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (store.Ability<IReadOnlyStore>() is not { IsReadOnly: true })
        {
            var metadata = await store.GetAsync(keys.Metadata, cancellationToken).ConfigureAwait(false);
            if (IsNone(schema) || !IsMetadata(metadata) || !mirror.Directory.IsInOrder)
                await MendAsync(schema, cancellationToken).ConfigureAwait(false);
            if (await SchemaMigrations.AreDueAsync(store, keys, mirror.Directory, cancellationToken).ConfigureAwait(false))
                await SchemaMigrations.RunAsync(migrations(), logger, cancellationToken).ConfigureAwait(false);
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
    private static void ThrowIfNewer(ReadOnlyMemory<byte>? schema)
    {
        if (schema is { IsEmpty: false } bytes && Encoding.UTF8.GetString(bytes.Span) is var found && !SchemaVersion.IsSupported(found))
            throw new UnsupportedSchemaVersionException(found, SchemaVersion.Current);
    }

    /// <summary>Also where it is damaged: so a store reads what rotted while it is open.</summary>
    private static bool IsNone(ReadOnlyMemory<byte>? stored) => stored is not { IsEmpty: false };

    private static bool IsMetadata(ReadOnlyMemory<byte>? stored) => stored is { } bytes && StoreMetadata.Read(bytes.Span) is not null;

    /// <summary>Writes what a fresh store lacks, and the pages of the index that disagree with the records.</summary>
    private Task<bool> MendAsync(ReadOnlyMemory<byte>? schema, CancellationToken cancellationToken)
    {
        var planning = new Replanning(mirror);
        return Retry.UntilCommittedAsync(() => TryMendAsync(schema, planning, cancellationToken), cancellationToken);
    }

    private async Task<Outcome<bool>?> TryMendAsync(ReadOnlyMemory<byte>? schema, Replanning planning, CancellationToken cancellationToken)
    {
        var directory = await planning.NextAsync(cancellationToken).ConfigureAwait(false);
        var batch = new KeyValueBatch();
        if (IsNone(schema) && await store.GetAsync(keys.Schema, cancellationToken).ConfigureAwait(false) is var found && IsNone(found))
            batch.Expect(keys.Schema, found?.ToArray()).Set(keys.Schema, Encoding.UTF8.GetBytes(SchemaVersion.Current));

        var metadata = await store.GetAsync(keys.Metadata, cancellationToken).ConfigureAwait(false);
        if (!IsMetadata(metadata))
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
