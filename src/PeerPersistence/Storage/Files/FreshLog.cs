namespace PeerPersistence;

/// <summary>A log written beside the one in use, to take its place: a new store, a mended one, a compacted one.</summary>
internal sealed class FreshLog : IDisposable
{
    private const long FlushBytes = 256 * 1024;

    private const int FullFrame = FrameHeader.Length + CommitFrames.FullPartLength;

    // The writer syncs meanwhile, and would wait for whatever the disk has not taken yet.
    private const long SyncBytes = 1024 * 1024;

    private readonly IFileSystem _fileSystem;
    private readonly StorePaths _paths;
    private readonly IFile _file;
    private readonly FrameBuffer _frames = new();
    private KeyTable? _older;
    private long _unsynced;
    private bool _isDone;

    public FreshLog(IFileSystem fileSystem, StorePaths paths)
    {
        (_fileSystem, _paths) = (fileSystem, paths);
        _file = fileSystem.Create(paths.Fresh);
        try
        {
            // Whoever comes when it has the store's name finds it held.
            if (!_file.TryLock())
                throw new StoreLockedException(paths.Store);
            Log = LogFile.Start(_file);
        }
        catch
        {
            _file.Dispose();
            RemoveLeftover(fileSystem, paths);
            throw;
        }
    }

    public LogFile Log { get; }

    /// <summary>
    /// What must succeed before anything is written: a power cut could still bring back the old file, or the file in use has lost its name.
    /// </summary>
    public Action? Owed { get; private set; }

    public KeyTable Locations { get; } = new();

    /// <summary>Sets a key to what it is, or removes it.</summary>
    public void Copy(string key, KeyMap from)
    {
        if (from.TryLocateToCopy(key, out var location, out var file))
        {
            try
            {
                if (!_frames.TryAdd(key, location, file, out var position))
                    position = CopyDamaged(key, location, file);
                Locations.Set(key, location with { Offset = Log.End + position });
            }
            finally
            {
                file.Release();
            }
        }
        else
        {
            _frames.TryAdd(key, null, null, out _);
            Locations.Remove(key);
        }

        if (_frames.OpenLength >= FullFrame)
            _frames.CloseFrame(Log.NextHeader);
        if (_frames.Length >= FlushBytes)
            Flush();
        if (_unsynced >= SyncBytes)
            Sync();
    }

    public void Sync()
    {
        Flush();
        Log.Sync();
        _unsynced = 0;
    }

    /// <summary>Takes the store's name: from here on it is the store.</summary>
    /// <exception cref="IOException">It did not, and may try again.</exception>
    public void TakeOver(StorePlace place)
    {
        if (_fileSystem.Find(_paths.Fresh) is not { } beside || beside.DiffersFrom(Log.Status))
            throw new DisplacedFileException($"The copy '{_paths.Fresh}' was deleted or replaced by others.");
        try
        {
            if (!_fileSystem.TryReplace(_paths.Fresh, _paths.Store))
                ReplaceInTwoSteps();
        }
        catch (Exception e) when (IoErrors.IsIo(e) && HasTakenOver())
        {
            // It was renamed all the same: file systems in a network may answer so.
        }

        // Its lock is that of the file: nobody else opens it.
        Settle(place, () =>
        {
            _fileSystem.SyncFolder(_paths.Folder);
            ReplacedFile.Remove(_fileSystem, _paths);
        });
    }

    /// <summary>Takes the store's name where nothing has it.</summary>
    /// <returns><c>false</c>: something has it, and keeps it.</returns>
    public bool TryTakeFreeName(StorePlace place)
    {
        bool isTaken;
        try
        {
            isTaken = !_fileSystem.TryName(_paths.Fresh, _paths.Store);
        }
        catch (Exception e) when (IoErrors.IsIo(e) && HasTakenOver())
        {
            isTaken = false;
        }

        // Another opener may have put its own file in the place of ours a moment before.
        if (isTaken || _fileSystem.Find(_paths.Store) is not { } named || named.DiffersFrom(Log.Status))
            return false;
        RemoveLeftover(_fileSystem, _paths);
        Settle(place, () => StoreFolder.SyncAll(_fileSystem, _paths.Folder));
        return true;
    }

    /// <summary>Removes what a crash may have left.</summary>
    public static void RemoveLeftover(IFileSystem fileSystem, StorePaths paths)
    {
        try
        {
            fileSystem.Delete(paths.Fresh);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // The next fresh log replaces it.
        }
    }

    /// <summary>Gives up, unless it took over.</summary>
    public void Dispose()
    {
        if (_isDone)
            return;
        _isDone = true;
        Log.Release();
        RemoveLeftover(_fileSystem, _paths);
    }

    /// <summary>Gives the file up, also where it took over.</summary>
    public void LetGo()
    {
        if (_isDone)
            Log.Release();
        else
            Dispose();
    }

    /// <summary>Opening the copy finds what opening the log would: damage, and the value before where that is still there.</summary>
    private int CopyDamaged(string key, ValueLocation location, LogFile file)
    {
        _older ??= file.ReadWhole();
        if (_older.TryGetValue(key, out var older))
            _frames.TryAdd(key, older, file, out _);
        return _frames.AddDamaged(Log.NextHeader, key, location, file);
    }

    private void ReplaceInTwoSteps()
    {
        Owed = () => ReplacedFile.Restore(_fileSystem, _paths);
        try
        {
            ReplacedFile.StepAside(_fileSystem, _paths);
            _fileSystem.Rename(_paths.Fresh, _paths.Store);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            TryRestore();
            throw;
        }
    }

    private void TryRestore()
    {
        try
        {
            ReplacedFile.Restore(_fileSystem, _paths);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // It is owed.
        }
    }

    private bool HasTakenOver()
    {
        try
        {
            return _fileSystem.Find(_paths.Store) is { } store
                && (store.IsSureToBe(Log.Status) || (store.Identity is null && _fileSystem.Find(_paths.Fresh) is null));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false; // Nobody can tell. Each commit looks whether its file is the store's.
        }
    }

    private void Settle(StorePlace place, Action sync)
    {
        (_isDone, _older) = (true, null);
        Log.Place = place;
        try
        {
            sync();
            Owed = null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            Owed = sync;
        }
    }

    private void Flush()
    {
        var before = Log.End;
        _frames.AppendTo(Log);
        _unsynced += Log.End - before;
    }
}
