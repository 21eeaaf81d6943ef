namespace PeerPersistence.CrashTests.Simulation;

/// <summary>The calls that a simulated disk knows, and that can fail.</summary>
internal enum DiskCall
{
    Lock,
    Exists,
    Open,
    Create,
    Rename,
    Name,
    Delete,
    CreateFolder,
    SyncFolder,
    Length,
    Read,
    Write,
    SetLength,
    Sync,
}
