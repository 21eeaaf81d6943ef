namespace PeerPersistence.Benchmarks.Identities;

/// <summary>How much is measured.</summary>
/// <param name="Identities">How many there are.</param>
internal sealed record IdentityPlan(int Identities)
{
    public const int Peers = 100;

    /// <summary>How many callers call at once where throughput is measured.</summary>
    public const int Callers = 64;

    /// <summary>How many are open at most: a tenth, so that nine of ten are cold.</summary>
    public int MaxOpen => Math.Max(1, Identities / 10);

    /// <summary>How many calls are timed one after the other.</summary>
    public int LoneCalls => Math.Min(1_000, Identities);
}
