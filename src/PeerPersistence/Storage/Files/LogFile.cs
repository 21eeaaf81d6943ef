using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>One log file: frames are appended by the writer alone, values are read by anybody.</summary>
/// <remarks>
/// Whoever reads holds a reference, so that a file that compaction replaced closes after its last reader.
/// The file is longer than the log, and reads as zeros behind it: a sync that need not record a new file size is cheaper.
/// </remarks>
internal sealed class LogFile(IFile file, uint version, uint salt, long end, long nextSequence, long synced)
{
    private const int PooledBufferLength = 1024 * 1024;
    private const int FirstAhead = 16 * 1024;
    private const int PieceLength = 256 * 1024;

    private int _mostAhead = FirstAhead;
    private long _fileEnd = file.Length;
    private long _nextSequence = nextSequence;
    private long _synced = synced;
    private long _sealed = synced;
    private int _references = 1;
    private FileStatus? _status;

    /// <summary>What the file is known by as long as it is not written anew.</summary>
    public string History { get; } = salt.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>How many commits were ever written to it.</summary>
    public long Commits => _nextSequence - 1;

    /// <summary>Where the next frame goes.</summary>
    public long End { get; private set; } = end;

    /// <summary>A write failed and could not be taken back yet.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>There is a commit in it of which a part is missing: nothing may say that all before is on the disk.</summary>
    public bool HasPartialCommits { get; set; }

    /// <summary>The number of the last commit of several frames.</summary>
    public long LastLarge { get; set; }

    /// <summary>Where it must be found; <c>null</c> while it has not taken the store's place.</summary>
    public StorePlace? Place { get; set; }

    /// <summary>
    /// Not <c>null</c>: another file has taken its place for good, and so many bytes at a time are given back to the disk.
    /// </summary>
    public long? FreedAtOnce { get; set; }

    public FileStatus Status => _status ??= file.Status;

    /// <summary>Starts an empty log.</summary>
    public static LogFile Start(IFile file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        RandomNumberGenerator.Fill(bytes);
        var salt = BitConverter.ToUInt32(bytes);
        var log = new LogFile(file, FileHeader.Version, salt, FileHeader.Length, nextSequence: 1, synced: 0);
        file.Write(0, FileHeader.Encode(salt));
        log._fileEnd = FileHeader.Length;
        return log;
    }

    /// <summary>Appends all commits, or none: what was written in part is taken back before the error is thrown.</summary>
    /// <param name="commits">What to append.</param>
    /// <param name="sync">Whether to wait for the disk.</param>
    /// <param name="ahead">By how much more the file is to grow where it has to.</param>
    public void Append(IReadOnlyList<CommitFrames> commits, bool sync, int ahead)
    {
        VerifyUntouched(sync);
        Restore();
        var length = checked((int)commits.Sum(commit => (long)commit.LengthIn(version)));
        var isLarge = commits.Any(commit => commit.Parts > 1);
        var buffer = length <= PooledBufferLength ? ArrayPool<byte>.Shared.Rent(length) : new byte[length];
        try
        {
            Assemble(commits, buffer);
            Write(buffer.AsSpan(0, length), End + length > _fileEnd ? TakeAhead(ahead) : 0, sync);
        }
        finally
        {
            if (length <= PooledBufferLength)
                ArrayPool<byte>.Shared.Return(buffer);
        }

        _sealed = _synced;
        _nextSequence += commits.Count;
        if (isLarge)
            LastLarge = _nextSequence - 1;
        if (sync)
            NoteSynced();
    }

    /// <summary>What the next frame's header says of the log.</summary>
    public FrameHeader NextHeader => new(salt, _nextSequence, 0, 0, version, _synced);

    /// <summary>Appends frames that follow <see cref="NextHeader"/>, each a commit of its own, to a log that has no place yet.</summary>
    public void Append(ReadOnlySpan<byte> frames, int commits)
    {
        Restore();
        Write(frames, ahead: 0, sync: false);
        _sealed = _synced;
        _nextSequence += commits;
    }

    /// <summary>Says, where nothing else has said it yet, that the large commits before are on the disk. Needs no sync.</summary>
    public void Seal()
    {
        if (version == 1 || IsTorn || LastLarge <= _sealed || LastLarge > _synced)
            return;
        VerifyUntouched();
        var bytes = new byte[FrameHeader.Length + 1];
        FrameHeader.Seal(salt, _nextSequence - 1).Encode(bytes);
        bytes[^1] = FrameHeader.End;
        Write(bytes, ahead: 0, sync: false);
        _sealed = _synced;
    }

    public void Sync()
    {
        file.Sync();
        Place?.Verify(Status);
        NoteSynced();
    }

    /// <summary>Nobody else wrote to it, and it is where it was opened.</summary>
    /// <param name="isSure">Whether to look at the place even where that was done a moment ago.</param>
    public void VerifyUntouched(bool isSure = true)
    {
        if (!IsTorn)
            Place?.VerifyLength(file.Length, _fileEnd);
        if (isSure)
            Place?.Verify(Status);
        else
            Place?.VerifyNowAndThen(Status);
    }

    /// <summary>Cuts off everything behind the last whole frame, durably.</summary>
    public void CutTail()
    {
        // Cutting what others have cut already would fill it with zeros.
        if (file.Length is var length && length < End)
            Place?.VerifyLength(length, End);
        file.SetLength(End);
        file.Sync();
        _fileEnd = End;
        IsTorn = false;
    }

    /// <summary>Gives back what lies behind the last frame. Needs no sync: nobody was told that it is there.</summary>
    public void Trim()
    {
        if ((IsTorn || _fileEnd > End) && file.Length >= End)
        {
            VerifyUntouched();
            file.SetLength(End);
        }
    }

    /// <summary>The value, or no bytes where they are not those that were written.</summary>
    public byte[] Read(ValueLocation location)
    {
        var value = new byte[location.Length];
        return TryRead(location, value) ? value : [];
    }

    /// <param name="location">Where the value lies.</param>
    /// <param name="value">Where it goes, as long as it is.</param>
    /// <returns><c>false</c>: the bytes are there, and are not those that were written.</returns>
    public bool TryRead(ValueLocation location, Span<byte> value)
    {
        int read;
        try
        {
            read = file.Read(location.Offset, value);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw new PeerPersistenceException($"The store's file could not be read: {IoErrors.CauseOf(e)}", e);
        }

        if (read != value.Length)
            throw new StoreCorruptedException("The store's file was cut after the store was opened.");
        if (Crc32C.Compute(value) == location.Checksum)
            return true;
        Place?.NoteDamage();
        return false;
    }

    /// <summary>What opening the file as it is now would find in it.</summary>
    public KeyTable ReadWhole()
    {
        try
        {
            return LogReader.Read(file, CancellationToken.None).Locations;
        }
        catch (PeerPersistenceException)
        {
            return new(); // Its header is damaged, too: opening would refuse it.
        }
    }

    /// <summary>Reads the next values of a list, at least one, as many as make a good piece.</summary>
    public List<byte[]> ReadSome(List<KeyValuePair<string, ValueLocation>> list, int first)
    {
        var values = new List<byte[]>();
        for (var (i, bytes) = (first, 0L); i < list.Count && bytes < PieceLength; i++)
        {
            values.Add(Read(list[i].Value));
            bytes += list[i].Value.Length;
        }

        return values;
    }

    public void AddReference() => Interlocked.Increment(ref _references);

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        if (FreedAtOnce is { } bytes)
            Free(bytes);
        file.Dispose();
    }

    /// <summary>While a file system frees gigabytes at once, nobody's sync ends.</summary>
    private void Free(long atOnce)
    {
        try
        {
            for (var rest = file.Length - atOnce; rest > 0 && file.IsOursAlone; rest -= atOnce)
            {
                file.SetLength(rest);
                file.Sync();
            }
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // Closing it frees what is left.
        }
    }

    private void Write(ReadOnlySpan<byte> bytes, int ahead, bool sync)
    {
        try
        {
            IsTorn = true;
            var end = End + bytes.Length;
            if (ahead > 0)
                file.SetLength(end + ahead);
            file.Write(End, bytes);
            if (sync)
            {
                file.Sync();
                Place?.Verify(Status);
            }

            _fileEnd = Math.Max(_fileEnd, end + ahead);
            End = end;
            IsTorn = false;
        }
        catch (Exception)
        {
            TryRestore();
            throw;
        }
    }

    private void NoteSynced()
    {
        if (!HasPartialCommits)
            _synced = _nextSequence - 1;
    }

    private void Assemble(IReadOnlyList<CommitFrames> commits, byte[] buffer)
    {
        var (position, header) = (0, NextHeader);
        foreach (var commit in commits)
        {
            commit.Place(buffer.AsSpan(position), End + position, header);
            position += commit.LengthIn(version);
            header = header with { Sequence = header.Sequence + 1 };
        }
    }

    /// <summary>Twice as much every time: not every file system leaves out zeros that nobody wrote.</summary>
    private int TakeAhead(int most)
    {
        var ahead = Math.Min(most, _mostAhead);
        _mostAhead = Math.Max(_mostAhead, 2 * ahead);
        return ahead;
    }

    private void Restore()
    {
        if (IsTorn)
            CutTail();
    }

    private void TryRestore()
    {
        try
        {
            Restore();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // Still torn: the next append tries again before it writes.
        }
    }
}
