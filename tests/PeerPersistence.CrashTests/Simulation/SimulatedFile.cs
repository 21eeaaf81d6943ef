namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A file of a <see cref="SimulatedDisk"/> that somebody has open, as the running system sees it.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, Inode inode) : IFile
{
    private Bytes Content => inode.Content;

    public long Length => disk.Do(DiskCall.Length, () => (long)Content.Length);

    public FileStatus Status => disk.Do(DiskCall.Status, () => disk.StatusOf(inode));

    public bool IsOursAlone => disk.Do(DiskCall.Openers, () => inode.Openers == 1 && !disk.StatusOf(inode).HasName);

    public bool TryLock() => disk.Do(DiskCall.LockFile, () =>
    {
        inode.Holder ??= this;
        return inode.Holder == this;
    });

    public void MakePrivate() => disk.Do(DiskCall.MakePrivate, () => 0);

    public int Read(long offset, Span<byte> destination)
    {
        var length = destination.Length;
        var bytes = disk.Do(DiskCall.Read, () =>
        {
            var start = (int)Math.Min(offset, Content.Length);
            return Content.Span.Slice(start, Math.Min(length, Content.Length - start)).ToArray();
        });
        bytes.CopyTo(destination);
        return bytes.Length;
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        if (!disk.WritesMayGo.IsSet)
            disk.WriteWaits.Release();
        disk.WritesMayGo.Wait();
        var bytes = source.ToArray();
        disk.Do(DiskCall.Write, () => Write(offset, bytes), () => Write(offset, bytes[..(bytes.Length / 2)]));
    }

    public void SetLength(long length) => disk.Do(DiskCall.SetLength, () =>
    {
        Content.SetLength(length);
        disk.Trace.Add(new DiskEvent.LengthSet(inode.Id, length));
        return 0;
    });

    public void Sync() => disk.Do(
        DiskCall.Sync,
        () =>
        {
            disk.Trace.Add(new DiskEvent.Synced(inode.Id));
            return 0;
        },
        () => disk.Trace.Add(new DiskEvent.SyncFailed(inode.Id)));

    public void Dispose()
    {
        lock (disk.Gate)
        {
            disk.OpenFiles--;
            inode.Openers--;
            inode.Holder = inode.Holder == this ? null : inode.Holder;
        }
    }

    private int Write(long offset, byte[] bytes)
    {
        Content.Write(offset, bytes);
        disk.Trace.Add(new DiskEvent.Written(inode.Id, offset, bytes));
        return 0;
    }
}
