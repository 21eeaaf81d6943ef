namespace PeerPersistence;

/// <summary>Days as evidence counts them: UTC days since 1970; whatever lies outside 1970 to 2149 is the nearer end.</summary>
internal static class UtcDay
{
    public static ushort Of(DateTimeOffset instant) =>
        (ushort)Math.Clamp(instant.ToUnixTimeSeconds() / (24 * 60 * 60), 0, ushort.MaxValue);
}
