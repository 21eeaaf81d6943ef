namespace PeerPersistence.CrashTests.Simulation;

/// <summary>How a call fails.</summary>
internal enum FaultEffect
{
    /// <summary>Nothing was done.</summary>
    Before,

    /// <summary>Half of it was done, where it can be halved.</summary>
    Half,

    /// <summary>All of it was done, and it failed all the same.</summary>
    After,
}

/// <summary>A failure to inject, with the code the operating system would give.</summary>
internal sealed record Fault(FaultEffect Effect, int Code)
{
    public const int InputOutput = 5;
    public const int NoSpace = 28;

    /// <summary>Somebody else has the file open, and Windows refuses: a moment later it may work.</summary>
    public const int SharingViolation = HeldFiles.SharingViolation;

    /// <summary>No code of a system's: there is no memory for the call.</summary>
    public const int NoMemory = -1;

    public Exception ToException(DiskCall call) => Code == NoMemory
        ? new InsufficientMemoryException($"Injected: {call} found no memory.")
        : new IOException($"Injected: {call} failed.", Code);
}
