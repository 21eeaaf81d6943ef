namespace PeerPersistence;

/// <summary>Where every key's value lies, and in which file. The one thing that readers and the writer share.</summary>
/// <param name="log">The file.</param>
/// <param name="locations">What is in it.</param>
/// <param name="changes">What changed last; <c>null</c>: it is new.</param>
internal sealed class KeyMap(LogFile log, KeyTable locations, ChangeLog? changes = null)
{
    private const int KeysAtOnce = 256;

    private readonly object _gate = new();
    private readonly ChangeLog _changes = changes ?? new(log.History, log.Commits, [], log.Commits);
    private LogFile _log = log;
    private KeyTable _locations = locations;

    // No set of strings: those of a large store, kept for the time of a compaction, would cost long collections of garbage.
    private KeyTable? _touched;

    private bool _isClosed;

    /// <summary>What the live data would take in a file without garbage, roughly.</summary>
    public long LiveBytes { get; private set; } = Measure(locations);

    /// <summary>Finds a value; the caller releases <paramref name="file"/> when it was found.</summary>
    public bool TryLocate(string key, out ValueLocation location, out LogFile file)
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            file = _log;
            if (!_locations.TryGetValue(key, out location))
                return false;
            file.AddReference();
            return true;
        }
    }

    /// <summary>The value's bytes, <c>null</c> if the key is absent.</summary>
    public ReadOnlyMemory<byte>? Read(string key)
    {
        if (!TryLocate(key, out var location, out var file))
            return null;
        try
        {
            return file.Read(location);
        }
        finally
        {
            file.Release();
        }
    }

    /// <summary>The values of one instant, in the order of the keys; read in the order in which they lie in the file.</summary>
    public ReadOnlyMemory<byte>?[] ReadMany(IReadOnlyList<string> keys)
    {
        var found = new List<(int Index, ValueLocation Location)>(keys.Count);
        LogFile file;
        lock (_gate)
        {
            ThrowIfUnusable();
            for (var i = 0; i < keys.Count; i++)
            {
                if (_locations.TryGetValue(keys[i], out var location))
                    found.Add((i, location));
            }

            file = _log;
            file.AddReference();
        }

        try
        {
            found.Sort((a, b) => a.Location.Offset.CompareTo(b.Location.Offset));
            var values = new ReadOnlyMemory<byte>?[keys.Count];
            foreach (var (index, location) in found)
                values[index] = file.Read(location);
            return values;
        }
        finally
        {
            file.Release();
        }
    }

    /// <summary>The keys of this instant in ordinal order; the caller releases <paramref name="file"/>.</summary>
    public List<KeyValuePair<string, ValueLocation>> Snapshot(string prefix, out LogFile file)
    {
        List<KeyValuePair<string, ValueLocation>> found;
        lock (_gate)
        {
            ThrowIfUnusable();
            // Room for all at once: a list that grows borrows arrays, which the runtime's pool would keep for a minute.
            found = new(_locations.Count);
            foreach (var pair in _locations.In(0, _locations.Places))
            {
                if (pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                    found.Add(pair);
            }

            file = _log;
            file.AddReference();
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return found;
    }

    /// <summary>All keys that nobody changes meanwhile, in no order, a few at a time: to list a million takes long, and writers would
    /// have to wait for it. <see cref="Touched"/> has the others.</summary>
    public IEnumerable<string> Keys() => KeysOf(() => _locations);

    /// <summary>Whether the keys that a commit adds find room behind others of so many bytes.</summary>
    public bool HasRoomFor(CommitFrames commit, long before, long most)
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            if (_touched?.HasRoomFor(before + commit.PayloadLength, KeyArena.Most) == false)
                return false;
            if (_locations.HasRoomFor(before + commit.PayloadLength, most)) // Its keys are no more than that.
                return true;
            var added = 0L;
            foreach (var (key, location) in commit.Changes)
            {
                if (location is not null && !_locations.TryGetValue(key, out _))
                    added += KeyArena.LongestHeader + (long)KeyText.Measure(key, out _);
            }

            return added == 0 || _locations.HasRoomFor(before + added, most);
        }
    }

    /// <summary>Makes commits visible, all at once.</summary>
    public void Apply(IReadOnlyList<CommitFrames> commits)
    {
        lock (_gate)
        {
            foreach (var commit in commits)
            {
                foreach (var (key, location) in commit.Changes)
                    Apply(key, location);
                _changes.Add(commit.Keys, _locations.Count);
            }

            LiveBytes = Measure(_locations);
        }
    }

    /// <summary>Why it was given up: what the file holds is not all here, and nobody reads or writes any more.</summary>
    public Exception? Failure { get; private set; }

    public void GiveUp(Exception failure)
    {
        lock (_gate)
            Failure = failure;
    }

    /// <exception cref="PeerPersistenceException">It was given up.</exception>
    public void Verify()
    {
        lock (_gate)
            ThrowIfUnusable();
    }

    public StoreChanges ChangesSince(string? token)
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            return _changes.Since(token);
        }
    }

    /// <summary>From now on remembers which keys change.</summary>
    public void StartTracking()
    {
        lock (_gate)
            _touched = new();
    }

    /// <summary>How many keys changed and were not copied since.</summary>
    public int TouchedCount
    {
        get
        {
            lock (_gate)
                return _touched?.Count ?? 0;
        }
    }

    /// <summary>Keys that changed and were not copied since, a few at a time. Some that change meanwhile are among them.</summary>
    public IEnumerable<string> Touched() => KeysOf(() => _touched!);

    /// <summary>As <see cref="TryLocate"/>; the key counts as copied until it changes again.</summary>
    public bool TryLocateToCopy(string key, out ValueLocation location, out LogFile file)
    {
        lock (_gate)
        {
            _touched?.Remove(key);
            return TryLocate(key, out location, out file);
        }
    }

    /// <summary>Stops remembering.</summary>
    public void StopTracking()
    {
        lock (_gate)
            _touched = null;
    }

    /// <summary>Readers that come from now on read the new file.</summary>
    /// <returns>The old one, to be released: to close a large file that has no name any more takes a while.</returns>
    public LogFile Switch(LogFile newLog, KeyTable newLocations)
    {
        lock (_gate)
        {
            _changes.Rename(newLog.History, newLog.Commits); // Needs memory, and what follows none.
            var old = _log;
            (_log, _locations) = (newLog, newLocations);
            return old;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(FileKeyValueStore));
            _isClosed = true;
        }

        _log.Release();
    }

    /// <summary>A frame of a file without garbage holds one large entry, or small ones until it is full.</summary>
    private static long Measure(KeyTable locations)
    {
        var entries = locations.Bytes + (locations.Count * (long)EntryCodec.LengthsSize);
        var frames = Math.Min(locations.Count, (entries / CommitFrames.FullPartLength) + 1);
        return entries + (frames * FrameHeader.Length);
    }

    private IEnumerable<string> KeysOf(Func<KeyTable> table)
    {
        for (var first = 0; ; first += KeysAtOnce)
        {
            string[] some;
            lock (_gate)
            {
                ThrowIfUnusable();
                if (first >= table().Places)
                    yield break;
                some = [.. table().In(first, KeysAtOnce).Select(pair => pair.Key)];
            }

            foreach (var key in some)
                yield return key;
        }
    }

    private void Apply(string key, ValueLocation? location)
    {
        _touched?.Set(key, default);
        if (location is { } place)
            _locations.Set(key, place);
        else
            _locations.Remove(key);
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(FileKeyValueStore));
        if (Failure is { } failure)
            throw IoErrors.AfterUntaken(failure);
    }
}
