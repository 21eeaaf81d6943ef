using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>The machine's file system, which notes when somebody waited for the disk to take something.</summary>
internal sealed class TimedFileSystem : IFileSystem
{
    private const int Calls = 4096;

    private readonly PhysicalFileSystem _files = PhysicalFileSystem.Instance;

    // The last ones, in the order of their ends. No more: a list that grows makes garbage that is none of the store's.
    private readonly List<(long Start, long End)> _calls = new(Calls);

    /// <summary>How much of a time somebody waited.</summary>
    public TimeSpan Within(long start, long end)
    {
        var found = new List<(long Start, long End)>();
        lock (_calls)
        {
            for (var i = _calls.Count - 1; i >= 0 && _calls[i].End > start; i--)
                found.Add(_calls[i]);
        }

        var (waited, until) = (0L, start);
        foreach (var call in found.Order())
        {
            waited += Math.Max(0, Math.Min(end, call.End) - Math.Max(until, call.Start));
            until = Math.Max(until, call.End);
        }

        return Stopwatch.GetElapsedTime(0, waited);
    }

    public string Resolve(string path) => _files.Resolve(path);

    public IDisposable Lock(string path) => _files.Lock(path);

    public FileStatus? Find(string path) => _files.Find(path);

    public IFile Open(string path, FileAccess access) => new TimedFile(this, _files.Open(path, access));

    public IFile Create(string path) => new TimedFile(this, _files.Create(path));

    public bool TryReplace(string from, string to)
    {
        using (Noted())
            return _files.TryReplace(from, to);
    }

    public void Rename(string from, string to) => _files.Rename(from, to);

    public bool TryName(string path, string newPath) => _files.TryName(path, newPath);

    public void Delete(string path) => _files.Delete(path);

    public void CreateFolder(string path) => _files.CreateFolder(path);

    public void SyncFolder(string path)
    {
        using (Noted())
            _files.SyncFolder(path);
    }

    private Call Noted() => new(this, Stopwatch.GetTimestamp());

    private readonly struct Call(TimedFileSystem files, long start) : IDisposable
    {
        public void Dispose()
        {
            lock (files._calls)
            {
                if (files._calls.Count == Calls)
                    files._calls.RemoveRange(0, Calls / 2);
                files._calls.Add((start, Stopwatch.GetTimestamp()));
            }
        }
    }

    private sealed class TimedFile(TimedFileSystem files, IFile file) : IFile
    {
        public long Length => file.Length;

        public FileStatus Status => file.Status;

        public bool IsOursAlone => file.IsOursAlone;

        public bool TryLock() => file.TryLock();

        public void MakePrivate() => file.MakePrivate();

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public void Write(long offset, ReadOnlySpan<byte> source)
        {
            using (files.Noted())
                file.Write(offset, source);
        }

        public void SetLength(long length)
        {
            using (files.Noted())
                file.SetLength(length);
        }

        public void Sync()
        {
            using (files.Noted())
                file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
