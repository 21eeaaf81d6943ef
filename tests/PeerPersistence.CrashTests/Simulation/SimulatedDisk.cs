namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A disk in memory that remembers every change, counts every call and fails on demand.</summary>
internal sealed class SimulatedDisk : IFileSystem
{
    private readonly Dictionary<string, Inode> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private int _nextFile;

    public SimulatedDisk(IReadOnlyDictionary<string, byte[]>? content = null)
    {
        foreach (var (path, bytes) in content ?? new Dictionary<string, byte[]>())
        {
            var file = new Inode(_nextFile++);
            file.Content.Write(0, bytes);
            _files.Add(path, file);
            Trace.Add(new DiskEvent.Created(path, file.Id));
            Trace.Add(new DiskEvent.Written(file.Id, 0, bytes));
            Trace.Add(new DiskEvent.Synced(file.Id));
        }

        Trace.Add(new DiskEvent.FolderSynced());
    }

    /// <summary>A disk whose user was killed after these events: nothing is lost, but what was unsynced still is.</summary>
    public SimulatedDisk(IEnumerable<DiskEvent> past)
    {
        var files = new Dictionary<int, Inode>();
        foreach (var happened in past)
        {
            Trace.Add(happened);
            if (happened is DiskEvent.Created created)
                _files[created.Path] = files[created.File] = new(created.File);
            else if (happened is DiskEvent.Named named)
                _files[named.Path] = files[named.File];
            else if (happened is DiskEvent.Written written)
                files[written.File].Content.Write(written.Offset, written.Bytes);
            else if (happened is DiskEvent.LengthSet set)
                files[set.File].Content.SetLength(set.Length);
            else if (happened is DiskEvent.Deleted deleted)
                _files.Remove(deleted.Path);
            else if (happened is DiskEvent.Renamed renamed && _files.Remove(renamed.From, out var moved))
                _files[renamed.To] = moved;
        }

        _nextFile = files.Count;
    }

    public object Gate { get; } = new();

    /// <summary>Files that were opened or created and not disposed of yet.</summary>
    public int OpenFiles { get; set; }

    public List<DiskEvent> Trace { get; } = [];

    public List<DiskCall> Calls { get; } = [];

    public IEnumerable<string> Paths
    {
        get
        {
            lock (Gate)
                return [.. _files.Keys];
        }
    }

    /// <summary>Whether the system tells one file from another.</summary>
    public bool TellsFiles { get; init; } = true;

    /// <summary>Whether a file that is open can be replaced.</summary>
    public bool ReplacesOpenFiles { get; set; } = true;

    /// <summary>Asked at each call with its number from 0; a fault makes it fail.</summary>
    public Func<int, DiskCall, Fault?>? Faults { get; set; }

    /// <summary>Held while writes must wait, so that commits gather.</summary>
    public ManualResetEventSlim WritesMayGo { get; } = new(initialState: true);

    /// <summary>Released once for each write that has to wait.</summary>
    public SemaphoreSlim WriteWaits { get; } = new(0);

    public byte[] this[string path]
    {
        get
        {
            lock (Gate)
                return _files[path].Content.Span.ToArray();
        }
    }

    public Dictionary<string, byte[]> Content => Paths.ToDictionary(path => path, path => this[path]);

    public int CountOf(DiskCall call)
    {
        lock (Gate)
            return Calls.Count(one => one == call);
    }

    public void Note(DiskEvent note)
    {
        lock (Gate)
            Trace.Add(note);
    }

    public string Resolve(string path) => Do(DiskCall.Resolve, () => path);

    public IDisposable Lock(string path) => Do(DiskCall.Lock, () =>
        _locked.Add(path) ? new Unlocker(() => _locked.Remove(path)) : throw new StoreLockedException(path));

    public FileStatus? Find(string path) => Do<FileStatus?>(DiskCall.Find, () => _files.TryGetValue(path, out var file) ? StatusOf(file) : null);

    public IFile Open(string path, FileAccess access) => Do(DiskCall.Open, () =>
    {
        var file = _files.TryGetValue(path, out var there) ? there : throw new FileNotFoundException(path);
        OpenFiles++;
        file.Openers++;
        return new SimulatedFile(this, file);
    });

    public IFile Create(string path) => Do(DiskCall.Create, () =>
    {
        var file = _files[path] = new Inode(_nextFile++);
        Trace.Add(new DiskEvent.Created(path, file.Id));
        OpenFiles++;
        file.Openers++;
        return new SimulatedFile(this, file);
    });

    public bool TryReplace(string from, string to) => Do(DiskCall.Replace, () => ReplacesOpenFiles && Move(from, to));

    public void Rename(string from, string to) => Do(
        DiskCall.Rename, () => _files.ContainsKey(to) ? throw new IOException($"'{to}' exists.") : Move(from, to));

    public bool TryName(string path, string newPath) => Do(DiskCall.Name, () =>
    {
        if (_files.ContainsKey(newPath))
            return false;
        var file = _files[newPath] = _files.TryGetValue(path, out var there) ? there : throw new FileNotFoundException(path);
        Trace.Add(new DiskEvent.Named(newPath, file.Id));
        return true;
    });

    public void Delete(string path) => Do(DiskCall.Delete, () =>
    {
        if (_files.Remove(path))
            Trace.Add(new DiskEvent.Deleted(path));
        return 0;
    });

    public void CreateFolder(string path) => Do(DiskCall.CreateFolder, () => 0);

    public void SyncFolder(string path) => Do(DiskCall.SyncFolder, () =>
    {
        Trace.Add(new DiskEvent.FolderSynced());
        return 0;
    });

    public FileStatus StatusOf(Inode file) => TellsFiles ? new((1, (ulong)file.Id + 1), file.Content.Length, _files.ContainsValue(file)) : new(null, file.Content.Length);

    /// <summary>Somebody else does something: no call of the store's, and none that fails.</summary>
    public void Meddle(Action<Dictionary<string, Inode>> meddle)
    {
        lock (Gate)
            meddle(_files);
    }

    /// <summary>A file of somebody else's.</summary>
    public Inode Foreign(byte[] content)
    {
        var file = new Inode(_nextFile++);
        file.Content.Write(0, content);
        return file;
    }

    /// <summary>Does what a call does, or a part of it and fails.</summary>
    public T Do<T>(DiskCall call, Func<T> effect, Action? half = null)
    {
        lock (Gate)
        {
            Calls.Add(call);
            if (Faults?.Invoke(Calls.Count - 1, call) is not { } fault)
                return effect();
            if (fault.Effect == FaultEffect.After)
                (effect() as IDisposable)?.Dispose();
            else if (fault.Effect == FaultEffect.Half)
                half?.Invoke();
            throw fault.ToException(call);
        }
    }

    private bool Move(string from, string to)
    {
        if (!_files.Remove(from, out var file))
            throw new FileNotFoundException(from);
        _files[to] = file;
        Trace.Add(new DiskEvent.Renamed(from, to));
        return true;
    }

    private sealed class Unlocker(Action unlock) : IDisposable
    {
        public void Dispose() => unlock();
    }
}
