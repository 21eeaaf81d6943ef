namespace PeerPersistence.CrashTests.Simulation;

/// <summary>What a power cut may do with what was not synced.</summary>
internal enum CutRules
{
    /// <summary>A sector is written or not, in any order; names take effect in order.</summary>
    Sectors,

    /// <summary>As ext4 with ordered data: names take effect in order, and so do a file's writes, the last one of them in part.</summary>
    Ordered,

    /// <summary>The strictest reading of POSIX: as <see cref="Sectors"/>, or torn at any byte; a name is lost without those before it.</summary>
    Strict,
}
