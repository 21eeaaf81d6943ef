namespace PeerPersistence.CrashTests.Simulation;

/// <summary>What changed the disk, in order; and what a test wants to remember in between.</summary>
internal abstract record DiskEvent
{
    public sealed record Created(string Path, int File) : DiskEvent;

    public sealed record Named(string Path, int File) : DiskEvent;

    public sealed record Renamed(string From, string To) : DiskEvent;

    public sealed record Deleted(string Path) : DiskEvent;

    /// <summary>Without a path it is the only folder there is.</summary>
    public sealed record FolderSynced(string? Path = null) : DiskEvent;

    public sealed record Written(int File, long Offset, byte[] Bytes) : DiskEvent;

    public sealed record LengthSet(int File, long Length) : DiskEvent;

    public sealed record Synced(int File) : DiskEvent;

    /// <summary>A sync failed: what was unsynced may or may not reach the disk, and later syncs do not care any more.</summary>
    public sealed record SyncFailed(int File) : DiskEvent;

    /// <summary>These commits are in flight from here on.</summary>
    public sealed record Submitted(IReadOnlyList<int> Commits) : DiskEvent;

    /// <summary>All of them are answered.</summary>
    public sealed record Answered : DiskEvent;

    /// <summary>A process said something, such as that a commit was acknowledged.</summary>
    public sealed record Told(string Line) : DiskEvent;
}
