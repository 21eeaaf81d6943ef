namespace PeerPersistence.Cli;

/// <summary>A peer's particulars in a word.</summary>
internal static class PeerText
{
    private static readonly string Unnamed = new PeerData { PeerId = "a" }.DisplayName;

    public static string InWords(SecretStatus status) => status switch
    {
        SecretStatus.None => "none",
        SecretStatus.Available => "opens",
        SecretStatus.KeyUnavailable => "sealed",
        SecretStatus.NewerVersion => "newer version",
        _ => "damaged",
    };

    /// <summary>The name of a peer; nothing where the application gave none.</summary>
    public static string NameOf(string displayName) => displayName == Unnamed ? "" : displayName;

    /// <summary>The id of a peer and, if it has one, its name.</summary>
    public static string IdAndName(string peerId, string displayName) =>
        NameOf(displayName) is { Length: > 0 } name ? $"{PlainText.Of(peerId)} ({PlainText.Cut(name, 24)})" : PlainText.Of(peerId);

    /// <summary>So many peers with such a secret.</summary>
    public static string Counted(SecretStatus status, int peers) => status switch
    {
        SecretStatus.None => $"{Cli.Counted.Of(peers, "peer")} without",
        SecretStatus.Available => peers == 1 ? "1 opens" : $"{peers} open",
        SecretStatus.NewerVersion => $"{peers} of a newer version",
        _ => $"{peers} {InWords(status)}",
    };

    /// <summary>How many connections stood.</summary>
    /// <remarks>The original counts them apart from the tries; its data may hold more of them.</remarks>
    public static string Connections(QualityJson quality) =>
        $"{Math.Min(quality.SuccessfulConnections, quality.TotalConnections)} of {quality.TotalConnections} succeeded";

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
