#if NET8_0_OR_GREATER
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>A file of the machine, read and written at offsets.</summary>
internal sealed class PhysicalFile(string path, FileStream stream) : IFile
{
    // Each time that a stream is asked for it, it calls the system to set its position.
    private readonly SafeFileHandle _handle = stream.SafeFileHandle;

    private bool _isLocked;

    public long Length => RandomAccess.GetLength(_handle);

    public FileStatus Status => UnixCalls.AreThere ? UnixStatus.Of(_handle, path, Length)
        : WindowsCalls.AreThere ? WindowsStatus.Of(_handle, path) : new(null, Length);

    public bool IsOursAlone => UnixCalls.AreThere && !Status.HasName && UnixLease.IsForUsAlone(_handle);

    public bool TryLock() => !UnixCalls.AreThere || (_isLocked = UnixLock.TryTake(_handle, path));

    public void MakePrivate()
    {
        if (UnixCalls.AreThere)
            UnixCalls.TryMakePrivate(_handle);
        else if (OperatingSystem.IsWindows())
            WindowsPrivacy.TryEnsure(path);
    }

    public int Read(long offset, Span<byte> destination)
    {
        var done = 0;
        while (
            done < destination.Length && RandomAccess.Read(_handle, destination[done..], offset + done) is > 0 and var read)
            done += read;
        return done;
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        FileSizeLimit.Check(path, offset + source.Length);
        RandomAccess.Write(_handle, source, offset);
    }

    public void SetLength(long length)
    {
        if (length > Length)
            FileSizeLimit.Check(path, length);
        RandomAccess.SetLength(_handle, length);
    }

    public void Sync()
    {
        if (!UnixCalls.TrySyncData(_handle, path))
            RandomAccess.FlushToDisk(_handle);
    }

    public void Dispose()
    {
        if (_isLocked && !_handle.IsClosed)
            UnixLock.LetGo(_handle);
        stream.Dispose();
    }
}
#endif
