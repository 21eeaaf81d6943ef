namespace PeerPersistence;

/// <summary>The machine's own files.</summary>
internal sealed class PhysicalFileSystem : IFileSystem
{
    // Whoever may have the file open does not keep compaction from replacing it. The lock is a file of its own.
    public const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public static readonly PhysicalFileSystem Instance = new();

    private PhysicalFileSystem() { }

    public string Resolve(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    public IDisposable Lock(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException e) when (IoErrors.IsLocked(e))
        {
            throw new StoreLockedException(path[..^".lock".Length], e);
        }
    }

    public bool Exists(string path) => File.Exists(path);

    public IFile Open(string path, FileAccess access) => new PhysicalFile(path, new FileStream(path, FileMode.Open, access, Shared, bufferSize: 1));

    public IFile Create(string path)
    {
        File.Delete(path);
        return new PhysicalFile(path, PrivateFiles.Open(path, FileMode.CreateNew, Shared));
    }

    public void Rename(string from, string to)
    {
        // Replace works on Windows while readers have the old file open; a plain move does not.
        if (File.Exists(to))
            File.Replace(from, to, destinationBackupFileName: null);
        else
            File.Move(from, to);
    }

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

    public void SyncFolder(string path)
    {
        // Windows has no such call; its file systems journal names by themselves.
        if (UnixCalls.AreThere)
            UnixCalls.SyncFolder(path);
    }
}
