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
    private readonly KeyTable _removed = new();
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
            position = _scanner.TryRead(position, out var header, out var entries)
                ? stopped = Accept(position, header, entries)
                : SkipDamage(position);
        }

        _log.Salt = _scanner.Salt ?? 0;
        PutAside();
        if (_partial.Count > 0)
            SettlePartial();
        FindTail(stopped);
        _log.Damaged.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return _log;
    }

    private void SettlePartial()
    {
        foreach (var commit in _partial.Where(commit => commit.Sequence <= _log.Synced))
            Keep(commit);
        Drop([.. _partial.Where(commit => commit.Sequence > _log.Synced && commit.Start < _log.End)]);
    }

    private long Accept(long position, FrameHeader header, FrameEntries entries)
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

        if (_reading is null && header.Parts == 1)
        {
            for (var next = 0; entries.TryNext(ref next, out var change);)
                Apply(change, position, header.Sequence);
            _log.FramesRead++;
        }
        else
        {
            _reading ??= new(header, position);
            _reading.Add(entries, end);
            if (!_reading.IsWhole)
                return end;
            foreach (var change in _reading.Changes)
                Apply(change, _reading.Start, header.Sequence);
            _log.FramesRead += _reading.Frames;
            _log.LastLarge = header.Parts > 1 ? header.Sequence : _log.LastLarge;
            _reading = null;
        }

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

    private void Apply(KeyChange change, long start, long sequence)
    {
        var (key, location) = change;
        if (location is { } place)
            _log.Locations.Set(key, place);
        else
            _log.Locations.Remove(key);
        if (location is null && _partial.Count > 0)
            _removed.Set(key, new(start, 0, 0));
        _log.Note(sequence, key);
    }

    private void PutAside()
    {
        if (_reading is not null)
            _partial.Add(_reading);
        _reading = null;
    }

    /// <summary>Whether a commit that begins behind this place changes the key, too: then it changes it for good.</summary>
    private bool IsChangedLater(string key, long start) =>
        (_log.Locations.TryGetValue(key, out var place) && place.Offset > start)
        || (_removed.TryGetValue(key, out var removed) && removed.Offset > start);

    /// <summary>It was on the disk: what is missing of it is damaged.</summary>
    private void Keep(PartialCommit commit)
    {
        foreach (var change in commit.Changes)
        {
            if (!IsChangedLater(change.Key, commit.Start))
                Apply(change, commit.Start, commit.Sequence);
        }

        _log.FramesRead += commit.Frames;
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
        _log.Tail = new(_log.End, dataEnd - _log.End);
        if (!isBroken && (stopped >= dataEnd || _scanner.IsCutOff(stopped, dataEnd)))
            return;
        _log.IsTailDamaged = true;
        _log.Damaged.Add(_log.Tail);
        _log.CommitsTorn = _scanner.LastSequenceFrom(Math.Min(stopped, dataEnd), _cancellationToken) - _log.LastSequence;
    }
}
