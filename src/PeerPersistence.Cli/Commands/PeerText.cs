namespace PeerPersistence.Cli;

/// <summary>A peer's particulars in a word.</summary>
internal static class PeerText
{
    public static string InWords(SecretStatus status) => status switch
    {
        SecretStatus.None => "none",
        SecretStatus.Available => "opens",
        SecretStatus.KeyUnavailable => "sealed",
        SecretStatus.NewerVersion => "newer version",
        _ => "damaged",
    };

    public static string InWords(KeyState? state) => state switch
    {
        KeyState.Active => "active",
        KeyState.DecryptOnly => "opens only",
        KeyState.Destroyed => "destroyed",
        _ => "missing from the key ring",
    };

    /// <summary>As markup.</summary>
    public static string MarksOf(PeerData peer, DateTimeOffset now) => string.Join(", ", new[]
    {
        peer.IsPinned ? "[blue]pinned[/]" : null,
        peer.BlacklistUntil > now ? "[red]blacklisted[/]" : null,
        peer.ReconnectionAttempts > 0 ? $"[yellow]{peer.ReconnectionAttempts} failed[/]" : null,
    }.OfType<string>());
}
