namespace PeerPersistence.CrashTests.Simulation;

/// <summary>Passes every call on; a test does something more at some of them.</summary>
internal abstract class PassingFileSystem(IFileSystem files) : IFileSystem
{
    /// <summary>This is a store's writer, between two commits or in one.</summary>
    protected static bool IsWriter => Thread.CurrentThread.Name == "PeerPersistence file writer";

    public string Resolve(string path) => files.Resolve(path);

    public IDisposable Lock(string path) => files.Lock(path);

    public FileStatus? Find(string path) => files.Find(path);

    public IFile Open(string path, FileAccess access) => new PassingFile(this, path, files.Open(path, access));

    public IFile Create(string path) => new PassingFile(this, path, files.Create(path));

    public virtual bool TryReplace(string from, string to) => files.TryReplace(from, to);

    public virtual void Rename(string from, string to) => files.Rename(from, to);

    public virtual bool TryName(string path, string newPath) => files.TryName(path, newPath);

    public void Delete(string path) => files.Delete(path);

    public void CreateFolder(string path) => files.CreateFolder(path);

    public void SyncFolder(string path) => files.SyncFolder(path);

    protected virtual void Sync(string path, Action pass) => pass();

    protected virtual void Reading(string path)
    {
    }

    protected virtual void Written(IFile file, string path, long length)
    {
    }

    private sealed class PassingFile(PassingFileSystem to, string path, IFile file) : IFile
    {
        public long Length => file.Length;

        public FileStatus Status => file.Status;

        public bool IsOursAlone => file.IsOursAlone;

        public bool TryLock() => file.TryLock();

        public void MakePrivate() => file.MakePrivate();

        public int Read(long offset, Span<byte> destination)
        {
            to.Reading(path);
            return file.Read(offset, destination);
        }

        public void Write(long offset, ReadOnlySpan<byte> source)
        {
            file.Write(offset, source);
            to.Written(file, path, file.Length);
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Sync() => to.Sync(path, file.Sync);

        public void Dispose() => file.Dispose();
    }
}
