namespace PeerPersistence;

/// <summary>Time as the presence model counts it: Unix seconds, 1970 to 2106; whatever lies outside is the nearer end.</summary>
internal static class PresenceClock
{
    public const uint Hour = 3600;
    public const uint Day = 24 * Hour;

    public static uint Seconds(DateTimeOffset instant) => (uint)Math.Clamp(instant.ToUnixTimeSeconds(), 0, uint.MaxValue);

    /// <summary>The time since an instant; none since an instant that a clock set back has left in the future.</summary>
    public static uint Since(uint instant, uint now) => now > instant ? now - instant : 0;
}
