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

    public IOException ToException(DiskCall call) => new($"Injected: {call} failed.", Code);
}
