namespace PeerPersistence.CrashTests.Simulation;

/// <summary>The calls that a simulated disk knows, and that can fail.</summary>
internal enum DiskCall
{
    Lock,
    Resolve,
    Find,
    Open,
    Create,
    Replace,
    Rename,
    Name,
    Delete,
    CreateFolder,
    SyncFolder,
    Length,
    Status,
    Openers,
    LockFile,
    MakePrivate,
    Read,
    Write,
    SetLength,
    Sync,
}
