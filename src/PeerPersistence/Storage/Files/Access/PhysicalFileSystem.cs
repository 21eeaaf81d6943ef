namespace PeerPersistence;

/// <summary>The machine's own files.</summary>
internal sealed class PhysicalFileSystem : IFileSystem
{
    // Whoever may have the file open does not keep compaction from replacing it. The lock is a file of its own.
    public const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public static readonly PhysicalFileSystem Instance = new();

    private const int MostLinks = 40;

    private PhysicalFileSystem() { }

    public string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (DeviceNames.IsPath(full))
            throw new IOException($"A store's file must not have the name of a device of Windows (was '{Path.GetFileName(path)}')");
        for (var links = 0; ReadLink(full) is { } target; links++)
        {
            if (links == MostLinks)
                throw new IOException($"'{path}' could not be followed: more than {MostLinks} links.");
            full = Path.Combine(Path.GetDirectoryName(full)!, target);
        }

        return full;
    }

    public IDisposable Lock(string path)
    {
        try
        {
            return WindowsCalls.AreThere ? WindowsLock.Take(path) : PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException e) when (IoErrors.IsLocked(e))
        {
            throw new StoreLockedException(path[..^".lock".Length], e);
        }
    }

    public FileStatus? Find(string path)
    {
        if (UnixCalls.AreThere)
            return UnixStatus.Of(path);
        if (WindowsCalls.AreThere)
            return WindowsStatus.Of(path);
        try
        {
            _ = File.GetAttributes(path);
            return new(null, new FileInfo(path).Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public IFile Open(string path, FileAccess access)
    {
        if (UnixCalls.AreThere && UnixStatus.Of(path) is { Rights: { IsFile: false } })
            throw new IOException($"'{path}' must be a file (was a pipe, a socket or a device). Opening one may wait for ever.");
        try
        {
            return new PhysicalFile(path, new FileStream(path, FileMode.Open, access, Shared, bufferSize: 1));
        }
        catch (IOException e) when (access == FileAccess.Read && UnixCalls.AreThere && IoErrors.IsLocked(e))
        {
            // Where the store's lock is one that .NET asks for, too: whoever only looks needs none.
            return new PhysicalFile(path, new FileStream(UnixCalls.OpenToRead(path), access, bufferSize: 1));
        }
    }

    public IFile Create(string path)
    {
        File.Delete(path);
        return new PhysicalFile(path, PrivateFiles.Open(path, FileMode.CreateNew, Shared));
    }

    public bool TryReplace(string from, string to)
    {
        if (!UnixCalls.AreThere)
            return WindowsCalls.AreThere && WindowsRename.TryReplace(from, to);
        UnixCalls.Rename(from, to);
        return true;
    }

    public void Rename(string from, string to) => File.Move(from, to);

    public bool TryName(string path, string newPath)
    {
        if (HardLink.TryCreate(path, newPath) is { } named)
            return named;
        try
        {
            File.Move(path, newPath);
            return true;
        }
        catch (IOException) when (File.Exists(newPath))
        {
            return false;
        }
    }

    public void Delete(string path) => File.Delete(path);

    public void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
            CreateFolder(parent);
        PrivateFiles.CreateFolder(path);
        if (parent is not null)
            SyncFolder(parent);
    }

    private static string? ReadLink(string path)
    {
#if NET8_0_OR_GREATER
        return new FileInfo(path).LinkTarget;
#else
        return UnixCalls.AreThere ? UnixCalls.ReadLink(path) : null;
#endif
    }

    public void SyncFolder(string path)
    {
        // Windows has no such call; its file systems journal names by themselves.
        if (UnixCalls.AreThere)
            UnixCalls.SyncFolder(path);
    }
}
