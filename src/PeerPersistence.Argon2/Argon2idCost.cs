namespace PeerPersistence;

/// <summary>What a guess at a passphrase costs. The defaults are RFC 9106's second recommendation.</summary>
/// <remarks>Bounded on both sides: a store's file says with which cost its key was made, and must neither weaken the passphrase nor keep
/// the machine busy. The memory times the passes is 35 MiB at least, OWASP's least, and ten times the default at most.</remarks>
public sealed record Argon2idCost
{
    private const int LeastMemory = 7 * 1024;
    private const int MostMemory = 256 * 1024;
    private const int LeastWork = 35 * 1024;
    private const int MostWork = 10 * DefaultMemory * DefaultPasses;
    private const int MostLanes = 16;

    private const int DefaultMemory = 64 * 1024;
    private const int DefaultPasses = 3;

    /// <summary>Memory in KiB, 7,168 (7 MiB) to 262,144 (256 MiB); 65,536 (64 MiB) by default.</summary>
    public int MemoryKiB { get; init; } = DefaultMemory;

    /// <summary>How often the memory is passed over, from 1 on; 3 by default.</summary>
    public int Passes { get; init; } = DefaultPasses;

    /// <summary>In how many lanes that can be done, 1 to 16; 4 by default.</summary>
    public int Lanes { get; init; } = 4;

    internal bool IsAllowed =>
        MemoryKiB is >= LeastMemory and <= MostMemory && Lanes is >= 1 and <= MostLanes && Passes >= 1
        && (long)MemoryKiB * Passes is >= LeastWork and <= MostWork;

    internal void ThrowIfNotAllowed(string argument)
    {
        if (!IsAllowed)
            throw new ArgumentException(
                $"The cost must have {LeastMemory} to {MostMemory} KiB, {LeastWork} to {MostWork} in all passes, and 1 to {MostLanes} " +
                    $"lanes (had {MemoryKiB} KiB, {Passes} passes, {Lanes} lanes).", argument);
    }
}
