namespace PeerPersistence;

/// <summary>Reads a file from its beginning to its end, over whatever is damaged in it. Changes nothing.</summary>
internal sealed class LogReader
{
    private readonly RecoveredLog _log = new();
    private readonly FileWindow _window;
    private readonly FrameScanner _scanner;

    private LogReader(IFile file)
    {
        _window = new(file);
        FileHeaderReader.Read(_window, _log.Damaged, out var salt);
        _log.NeedsRewrite = _log.Damaged.Count > 0 || _window.Length < FileHeader.Length;
        _scanner = new(_window, salt);
    }

    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">It is not one of ours.</exception>
    public static RecoveredLog Read(IFile file, CancellationToken cancellationToken) => new LogReader(file).Read(cancellationToken);

    private RecoveredLog Read(CancellationToken cancellationToken)
    {
        for (long position = FileHeader.Length; position >= 0 && position < _window.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            position = _scanner.TryRead(position, out var header, out var changes)
                ? Accept(position, header, changes)
                : SkipDamage(position);
        }

        _log.Salt = _scanner.Salt ?? 0;
        return _log;
    }

    private long Accept(long position, FrameHeader header, IReadOnlyList<KeyChange> changes)
    {
        foreach (var (key, location) in changes)
        {
            if (location is { } place)
                _log.Locations[key] = place;
            else
                _log.Locations.Remove(key);
        }

        _log.CommitsLost += header.Sequence - _log.LastSequence - 1;
        _log.LastSequence = header.Sequence;
        _log.FramesRead++;
        _scanner.Accept(header);
        return _log.End = position + header.FrameLength;
    }

    /// <summary>Returns where the next whole frame begins, or -1 at the end.</summary>
    private long SkipDamage(long position)
    {
        if (Zeros.Reach(_window, position, _window.Length))
            return -1;
        var next = _scanner.FindNext(position);
        if (next >= 0)
        {
            _log.Damaged.Add(new(position, next - position));
            _log.NeedsRewrite = true;
            return next;
        }

        _log.Damaged.Add(new(position, Zeros.Begin(_window, position) - position));
        _log.CommitsTorn = _scanner.CountLost(position);
        _log.HasTornTail = true;
        return -1;
    }
}
