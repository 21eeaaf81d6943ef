namespace PeerPersistence;

/// <summary>Reads a file from its beginning to its end, over whatever is damaged in it. Changes nothing.</summary>
/// <remarks>
/// A commit of which frames are missing was either never finished, and is not there, or damaged afterwards: then what is left of it is
/// kept.
/// Frames that were written later tell, since they say how far all was on the disk by then.
/// </remarks>
internal sealed class LogReader
{
    private readonly RecoveredLog _log = new();
    private readonly FileWindow _window;
    private readonly FrameScanner _scanner;
    private readonly List<PartialCommit> _partial = [];
    private readonly Dictionary<string, List<PartialCommit>> _partialByKey = new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellationToken;
    private PartialCommit? _reading;

    // From here on there are only zeros, as far as is known.
    private long _zeros;

    private LogReader(IFile file, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _window = new(file);
        _zeros = _window.Length;
        FileHeaderReader.Read(_window, _log.Damaged, out var version, out var salt, cancellationToken);
        (_log.Version, _log.End) = (version, FileHeader.LengthOf(version));
        _log.NeedsRewrite = _log.Damaged.Count > 0 || _window.Length < FileHeader.LengthOf(version);
        _scanner = new(_window, salt);
    }

    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">It is not one of ours.</exception>
    public static RecoveredLog Read(IFile file, CancellationToken cancellationToken) => new LogReader(file, cancellationToken).Read();

    private RecoveredLog Read()
    {
        var stopped = _log.End;
        for (var position = stopped; position >= 0 && position < _window.Length;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            stopped = position;
            position = _scanner.TryRead(position, out var header, out var changes)
                ? stopped = Accept(position, header, changes)
                : SkipDamage(position);
        }

        _log.Salt = _scanner.Salt ?? 0;
        PutAside();
        foreach (var commit in _partial.Where(commit => commit.Sequence <= _log.Synced))
            Keep(commit);
        Drop([.. _partial.Where(commit => commit.Sequence > _log.Synced && commit.Start < _log.End)]);
        FindTail(stopped);
        _log.Damaged.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return _log;
    }

    private long Accept(long position, FrameHeader header, IReadOnlyList<KeyChange> changes)
    {
        _scanner.Accept(header);
        _log.Synced = Math.Max(_log.Synced, header.Synced);
        var end = position + header.FrameLength;
        if (_reading?.Sequence != header.Sequence || header.IsSeal)
            PutAside();
        if (header.IsSeal)
        {
            Advance(header.Sequence + 1, end);
            return end;
        }

        _reading ??= new(header, position);
        _reading.Add(changes, end);
        if (!_reading.IsWhole)
            return end;
        Apply(_reading);
        GiveWayTo(_reading);
        _log.LastLarge = header.Parts > 1 ? header.Sequence : _log.LastLarge;
        _reading = null;
        Advance(header.Sequence, end);
        _log.LastSequence = header.Sequence;
        return end;
    }

    /// <summary>All before is settled: what has not been whole by now is lost, wholly or in part.</summary>
    private void Advance(long sequence, long end)
    {
        _log.CommitsLost += sequence - _log.LastSequence - 1;
        _log.LastSequence = Math.Max(_log.LastSequence, sequence - 1);
        _log.End = end;
    }

    private void Apply(PartialCommit commit)
    {
        _log.FramesRead += commit.Frames;
        foreach (var (key, location) in commit.Changes)
        {
            if (location is { } place)
                _log.Locations.Set(key, place);
            else
                _log.Locations.Remove(key);
        }
    }

    private void PutAside()
    {
        if (_reading is not null)
        {
            _partial.Add(_reading);
            foreach (var key in _reading.Changes.Keys)
            {
                if (!_partialByKey.TryGetValue(key, out var commits))
                    _partialByKey[key] = commits = [];
                commits.Add(_reading);
            }
        }

        _reading = null;
    }

    /// <summary>What a later commit changes, too, it changes for good.</summary>
    private void GiveWayTo(PartialCommit later)
    {
        if (_partialByKey.Count == 0)
            return;
        foreach (var key in later.Changes.Keys)
        {
            if (_partialByKey.Remove(key, out var commits))
                commits.ForEach(commit => commit.Changes.Remove(key));
        }
    }

    /// <summary>It was on the disk: what is missing of it is damaged.</summary>
    private void Keep(PartialCommit commit)
    {
        Apply(commit);
        _log.NeedsRewrite = true;
        if (commit.End > _log.End)
            Advance(commit.Sequence + 1, commit.End);
    }

    /// <summary>They were never finished, though a later one was.</summary>
    /// <param name="commits">In the order of the file, none within another.</param>
    private void Drop(List<PartialCommit> commits)
    {
        if (commits.Count == 0)
            return;
        _log.NeedsRewrite = true;
        var starts = commits.ConvertAll(commit => commit.Start);
        _log.Damaged.RemoveAll(region =>
        {
            var found = starts.BinarySearch(region.Offset);
            var last = found >= 0 ? found : ~found - 1;
            return last >= 0 && region.Offset < commits[last].End;
        });
        _log.Damaged.AddRange(commits.Select(commit => new DamagedRegion(commit.Start, commit.End - commit.Start)));
    }

    /// <summary>Returns where the next whole frame begins, or -1 at the end.</summary>
    private long SkipDamage(long position)
    {
        if (Zeros.Reach(_window, position, _window.Length, _cancellationToken))
        {
            _zeros = position;
            return -1;
        }

        var next = _scanner.FindNext(position, _cancellationToken);
        if (next >= 0)
            _log.Damaged.Add(new(position, next - position));
        return next;
    }

    /// <summary>What stands behind the last commit was never finished, or is damaged where there is more than a beginning.</summary>
    private void FindTail(long stopped)
    {
        var dataEnd = Zeros.Begin(_window, _log.End, Math.Max(_log.End, _zeros), _cancellationToken);
        var isBroken = _log.Damaged.RemoveAll(region => region.Offset >= _log.End) > 0;
        _log.NeedsRewrite |= _log.Damaged.Count > 0;
        if (dataEnd <= _log.End)
            return;
        _log.Tail = new DamagedRegion(_log.End, dataEnd - _log.End);
        if (!isBroken && (stopped >= dataEnd || _scanner.IsCutOff(stopped, dataEnd)))
            return;
        _log.IsTailDamaged = true;
        _log.Damaged.Add(_log.Tail.Value);
        _log.CommitsTorn = _scanner.LastSequenceFrom(Math.Min(stopped, dataEnd), _cancellationToken) - _log.LastSequence;
    }
}
