using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>A store in one file that survives kills and power cuts. Needs no native code and no database.</summary>
/// <remarks>
/// <para>Durable means: the disk has it (<see cref="Durability.Synced"/>, the default), or the operating system has it
/// (<see cref="Durability.Buffered"/>). Commits that wait at the same time are written and synced together.</para>
/// <para>Values stay on disk; memory holds the keys and where their values lie. Superseded values are dropped by a compaction
/// that starts by itself and needs room for a second copy of the live data.</para>
/// <para>A value whose bytes rot while the store is open reads as no bytes; the others are not affected. The log says so once, and the
/// next opening sets the damaged bytes aside.</para>
/// <para>One process has the file open to write, exclusively; others may look at it with <see cref="FileStoreOptions.ReadOnly"/>. Beside it
/// lie <c>.lock</c> (empty, stays), <c>.fresh</c> (while it is
/// compacted; where a file that is open cannot be replaced, <c>.replaced</c>, too) and <c>.damaged-1</c>, <c>-2</c>… (bytes that were
/// damaged, kept for you to look at).</para>
/// <para>Disposing writes what was accepted; calls that come later throw <see cref="ObjectDisposedException"/>, reads that have
/// begun end well, disposing again changes nothing.</para>
/// </remarks>
public sealed class FileKeyValueStore
    : IChangeTrackingStore, IBatchReadingStore, ICompactingStore, IFlushableStore, IRecoveringStore, IReadOnlyStore,
        IAsyncDisposable, IDisposable
{
    private const int FewKeys = 16;

    private readonly StoreOpening _opening;
    private readonly KeyMap _map;
    private readonly StoreWriting? _writing;
    private readonly Lazy<Task> _disposal;
    private volatile bool _isDisposed;

    private FileKeyValueStore(StoreOpening opening, StoreWriting? writing)
    {
        (_opening, _map, _writing) = (opening, opening.Map, writing);
        _disposal = new(DisposeOnceAsync);
    }

    /// <summary>Whether it was opened with <see cref="FileStoreOptions.ReadOnly"/>.</summary>
    public bool IsReadOnly => _writing is null;

    private StoreWriting Writing =>
        _writing ?? throw new PeerPersistenceException("The store's file was opened read-only. Nothing was written.");

    /// <summary>What was found in the file when it was opened.</summary>
    public StoreRecoveryReport Recovery => _opening.Report;

    /// <summary>Opens the store in the file <paramref name="path"/>, or creates it, with its folder, for its owner's eyes only.</summary>
    /// <param name="path">The file. One of length zero is a new store. Read-only it must be there.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <returns>The store, open. It is the caller's to dispose of.</returns>
    /// <exception cref="StoreLockedException">It is open already, in this process or in another.</exception>
    /// <exception cref="StoreCorruptedException">The file is not one of ours. It was left as it is.</exception>
    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it. It was left as it is.</exception>
    /// <exception cref="StoreFullException">There is no room to create it.</exception>
    /// <exception cref="FileNotFoundException">It was to be opened read-only and is not there.</exception>
    /// <exception cref="PeerPersistenceException">The system did not let it be looked for, opened, locked or read, it is another user's or
    /// others may write to it (<see cref="FileStoreOptions.AllowSharedFile"/>), or what is damaged in it could not be mended: the message
    /// names the file and the cause. It was left as it is. Or the system did not answer within half a minute whether a file got its name:
    /// until it does, the store stays locked.</exception>
    public static Task<FileKeyValueStore> OpenAsync(
        string path, FileStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(path, options, PhysicalFileSystem.Instance, cancellationToken);

    internal static Task<FileKeyValueStore> OpenAsync(
        string path, FileStoreOptions? options, IFileSystem fileSystem, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
            throw new ArgumentException("Must not be empty.", nameof(path));
        options ??= new();
        options.Validate();
        if (OperatingSystem.IsBrowser())
            throw FilelessStore.Refusal;
        return Task.Run(
            async () =>
            {
                try
                {
                    var paths = new StorePaths(fileSystem.Resolve(path));
                    return await HeldFiles.InsistAsync(
                        () => options.ReadOnly
                            ? Task.FromResult(Look(paths, options, fileSystem, cancellationToken))
                            : OpenAsync(paths, options, fileSystem, cancellationToken),
                        options.Time,
                        cancellationToken).ConfigureAwait(false);
                }
                catch (UnansweredException e)
                {
                    throw new PeerPersistenceException(
                        $"The store '{path}' could not be opened: {e.Message} Until it has, the store stays locked; nothing is lost.", e);
                }
                catch (Exception e) when (IoErrors.IsIo(e) && !(options.ReadOnly && e is FileNotFoundException))
                {
                    throw IoErrors.ForOpening(path, e);
                }
            },
            cancellationToken);
    }

    private static FileKeyValueStore Look(
        StorePaths paths, FileStoreOptions options, IFileSystem fileSystem, CancellationToken cancellationToken)
    {
        var opening = new StoreOpening(fileSystem, paths, options);
        opening.Look(cancellationToken);
        return new(opening, null);
    }

    private static async Task<FileKeyValueStore> OpenAsync(
        StorePaths paths, FileStoreOptions options, IFileSystem fileSystem, CancellationToken cancellationToken)
    {
        IDisposable? fileLock = null;
        try
        {
            fileSystem.CreateFolder(paths.Folder);
            fileLock = fileSystem.Lock(paths.Lock);
            var opening = new StoreOpening(fileSystem, paths, options);
            await opening.RunAsync(cancellationToken).ConfigureAwait(false);
            return new(opening, new(fileSystem, paths, options, fileLock, opening));
        }
        catch (UnansweredException late)
        {
            late.Then(() => fileLock?.Dispose());
            throw;
        }
        catch
        {
            fileLock?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreCorruptedException">The file was cut after the store was opened.</exception>
    /// <exception cref="PeerPersistenceException">The file could not be read, or memory ran out after a commit was written: then every
    /// call says so until the store is opened again.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        return new(_map.Read(key));
    }

    /// <inheritdoc/>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        // Away from the caller's thread, as a scan: it may take a while.
        return keys.Count < FewKeys
            ? _map.ReadMany(keys)
            : await Task.Run(() => _map.ReadMany(keys), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ThrowIfDisposed();
        var found = _map.Snapshot(prefix, out var file);
        try
        {
            for (var next = 0; next < found.Count;)
            {
                // Away from the caller's thread, unless it is of the pool already: whoever scans may read for a while.
                var first = next;
                var values = Thread.CurrentThread.IsThreadPoolThread
                    ? file.ReadSome(found, first)
                    : await Task.Run(() => file.ReadSome(found, first), cancellationToken).ConfigureAwait(false);
                foreach (var value in values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return new(found[next++].Key, value);
                }
            }
        }
        finally
        {
            file.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFullException">There is no room; nothing was written.</exception>
    /// <exception cref="PeerPersistenceException">The file could not be written, or was opened read-only, or memory ran out after this or
    /// an earlier commit was written: the message says whether nothing was committed, or whether that shows when the store is opened
    /// again.</exception>
    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        return new(Writing.Writer.CommitAsync(batch, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        return new(_map.ChangesSince(since));
    }

    /// <summary>Rewrites the file with the live data only, so that what was removed or replaced is no longer on the disk.</summary>
    /// <remarks>The store does this by itself when it must. Call it if old bytes must go. It needs room for a copy of the data.</remarks>
    /// <param name="cancellationToken">Gives up; the store stays as it was.</param>
    /// <returns>A task that ends when the new file is in place.</returns>
    /// <exception cref="StoreFullException">There is no room for the copy; the store stays as it was.</exception>
    /// <exception cref="PeerPersistenceException">The copy could not be written, or the store was opened read-only; it stays as it
    /// was.</exception>
    public Task CompactAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var compactor = Writing.Compactor;
        return Task.Run(() => compactor.RunAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Syncs what was acknowledged before to the disk. Only <see cref="Durability.Buffered"/> leaves anything to do.
    /// </summary>
    /// <param name="cancellationToken">Gives up before it is begun.</param>
    /// <returns>A task that ends when the disk has it.</returns>
    /// <exception cref="PeerPersistenceException">The file could not be synced. It stays so until <see cref="CompactAsync"/> has
    /// written all of it anew.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (_writing is null)
            return;
        try
        {
            await _writing.Writer.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw new PeerPersistenceException("The last commits could not be synced. They survive the process, not a power cut.", e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PeerPersistenceException">They could not be deleted, or the store was opened read-only.</exception>
    public async Task DeleteDamagedBytesAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var writing = Writing;
        try
        {
            await Task.Run(() => writing.DeleteDamagedBytesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw new PeerPersistenceException("Damaged bytes that were set aside could not be deleted.", e);
        }
    }

    /// <summary>Writes what was accepted, syncs it, and closes the file.</summary>
    /// <exception cref="PeerPersistenceException">Commits of <see cref="Durability.Buffered"/> could not be synced.</exception>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return new(_disposal.Value);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task DisposeOnceAsync()
    {
        try
        {
            if (_writing is not null)
            {
                await _writing.Compactor.EndAsync().ConfigureAwait(false);
                await _writing.Writer.EndAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _map.Close();
            _writing?.Dispose();
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
