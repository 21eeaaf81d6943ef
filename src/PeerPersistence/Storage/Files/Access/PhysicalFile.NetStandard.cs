#if NETSTANDARD2_1
namespace PeerPersistence;

/// <summary>A file of the machine, read and written at offsets, where only streams with a position are to be had.</summary>
/// <remarks>Readers have a stream of their own, so that they never wait for a sync.</remarks>
internal sealed class PhysicalFile(string path, FileStream writer) : IFile
{
    // Who only reads has one: between two openings the file's owner may replace it.
    private readonly FileStream _reader = writer.CanWrite ? OpenReader(path, writer) : writer;

    private bool _isLocked;

    public long Length => writer.Length;

    public FileStatus Status => UnixCalls.AreThere ? UnixStatus.Of(writer.SafeFileHandle, path, Length)
        : WindowsCalls.AreThere ? WindowsStatus.Of(writer.SafeFileHandle, path) : new(null, Length);

    public bool IsOursAlone => false; // The reader has it open as well.

    public bool TryLock() => !UnixCalls.AreThere || (_isLocked = UnixLock.TryTake(writer.SafeFileHandle, path));

    public void MakePrivate()
    {
        if (UnixCalls.AreThere)
            UnixCalls.TryMakePrivate(writer.SafeFileHandle);
    }

    public int Read(long offset, Span<byte> destination)
    {
        lock (_reader)
        {
            _reader.Position = offset;
            var done = 0;
            while (done < destination.Length && _reader.Read(destination[done..]) is > 0 and var read)
                done += read;
            return done;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        FileSizeLimit.Check(path, offset + source.Length);
        writer.Position = offset;
        writer.Write(source);
        writer.Flush();
    }

    public void SetLength(long length)
    {
        if (length > Length)
            FileSizeLimit.Check(path, length);
        writer.SetLength(length);
    }

    public void Sync()
    {
        if (!UnixCalls.TrySyncData(writer.SafeFileHandle, path))
            writer.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        if (_isLocked && !writer.SafeFileHandle.IsClosed)
            UnixLock.LetGo(writer.SafeFileHandle);
        writer.Dispose();
        _reader.Dispose();
    }

    private static FileStream OpenReader(string path, FileStream writer)
    {
        FileStream? reader = null;
        try
        {
            reader = new(path, FileMode.Open, FileAccess.Read, PhysicalFileSystem.Shared, bufferSize: 1);
            if (UnixCalls.AreThere && StatusOf(reader, path).DiffersFrom(StatusOf(writer, path)))
                throw new IOException($"'{path}' was replaced while it was opened.");
            return reader;
        }
        catch
        {
            reader?.Dispose();
            writer.Dispose();
            throw;
        }
    }

    private static FileStatus StatusOf(FileStream file, string path) => UnixStatus.Of(file.SafeFileHandle, path, file.Length);
}
#endif
