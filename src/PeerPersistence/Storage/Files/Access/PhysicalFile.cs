#if NET8_0_OR_GREATER
namespace PeerPersistence;

/// <summary>A file of the machine, read and written at offsets.</summary>
internal sealed class PhysicalFile(string path, FileStream stream) : IFile
{
    private bool _isLocked;

    public long Length => RandomAccess.GetLength(stream.SafeFileHandle);

    public FileStatus Status => UnixCalls.AreThere ? UnixStatus.Of(stream.SafeFileHandle, path, Length)
        : WindowsCalls.AreThere ? WindowsStatus.Of(stream.SafeFileHandle, path) : new(null, Length);

    public bool IsOursAlone => UnixCalls.AreThere && !Status.HasName && UnixLease.IsForUsAlone(stream.SafeFileHandle);

    public bool TryLock() => !UnixCalls.AreThere || (_isLocked = UnixLock.TryTake(stream.SafeFileHandle, path));

    public void MakePrivate()
    {
        if (UnixCalls.AreThere)
            UnixCalls.TryMakePrivate(stream.SafeFileHandle);
        else if (OperatingSystem.IsWindows())
            WindowsPrivacy.TryEnsure(path);
    }

    public int Read(long offset, Span<byte> destination)
    {
        var done = 0;
        while (
            done < destination.Length && RandomAccess.Read(stream.SafeFileHandle, destination[done..], offset + done) is > 0 and var read)
            done += read;
        return done;
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        FileSizeLimit.Check(path, offset + source.Length);
        RandomAccess.Write(stream.SafeFileHandle, source, offset);
    }

    public void SetLength(long length)
    {
        if (length > Length)
            FileSizeLimit.Check(path, length);
        RandomAccess.SetLength(stream.SafeFileHandle, length);
    }

    public void Sync()
    {
        if (!UnixCalls.TrySyncData(stream.SafeFileHandle, path))
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
    }

    public void Dispose()
    {
        if (_isLocked && !stream.SafeFileHandle.IsClosed)
            UnixLock.LetGo(stream.SafeFileHandle);
        stream.Dispose();
    }
}
#endif
