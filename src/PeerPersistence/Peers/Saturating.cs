namespace PeerPersistence;

/// <summary>Counters that stop at their greatest value instead of turning negative.</summary>
internal static class Saturating
{
    public static int Increment(int count) => count == int.MaxValue ? count : count + 1;
}
