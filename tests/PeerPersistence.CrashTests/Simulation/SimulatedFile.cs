namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A file of a <see cref="SimulatedDisk"/>, as the running system sees it.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, int id) : IFile
{
    public int Id => id;

    public Bytes Content { get; } = new();

    public long Length => disk.Do(DiskCall.Length, () => (long)Content.Length);

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
        disk.Trace.Add(new DiskEvent.LengthSet(id, length));
        return 0;
    });

    public void Sync() => disk.Do(
        DiskCall.Sync,
        () =>
        {
            disk.Trace.Add(new DiskEvent.Synced(id));
            return 0;
        },
        () => disk.Trace.Add(new DiskEvent.SyncFailed(id)));

    public void Dispose()
    {
        lock (disk.Gate)
            disk.OpenFiles--;
    }

    private int Write(long offset, byte[] bytes)
    {
        Content.Write(offset, bytes);
        disk.Trace.Add(new DiskEvent.Written(id, offset, bytes));
        return 0;
    }
}
