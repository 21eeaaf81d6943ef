namespace PeerPersistence.Cli;

/// <summary>Whom a cleanup takes.</summary>
/// <param name="NotSeenFor">Strangers who were not seen for so long; <c>null</c>: nobody for that.</param>
/// <param name="FailedAttempts">Strangers who never answered so many tries; <c>null</c>: as many as the library says.</param>
/// <param name="MaxPeers">How many may stay; <c>null</c>: all.</param>
internal sealed record CleanupRules(TimeSpan? NotSeenFor = null, int? FailedAttempts = null, int? MaxPeers = null)
{
    private static readonly RetentionOptions Usual = new();

    /// <summary>What an application does that sets nothing else.</summary>
    public static CleanupRules OfTheLibrary { get; } = new(Usual.InactiveAfter);

    public TimeSpan InactiveAfter => NotSeenFor ?? Usual.InactiveAfter;

    public int Failures => FailedAttempts ?? Usual.FailedAttempts;

    public void Apply(PeerPersistenceOptions options)
    {
        options.MaxPeers = MaxPeers ?? options.MaxPeers;
        options.Retention = new() { InactiveAfter = InactiveAfter, FailedAttempts = Failures };
    }

    /// <summary>Whether a peer goes because it was not seen.</summary>
    public bool IsSilent(PeerData peer, DateTimeOffset now) =>
        peer is { IsFriend: false, IsPinned: false, IsBlocked: false } && now - peer.LastSeen > NotSeenFor;

    /// <summary>Why a peer went.</summary>
    public string Why(PeerData peer, DateTimeOffset now) => peer switch
    {
        { IsFriend: true } => $"a friend whom no try reached for {Ago.Span(InactiveAfter)}",
        { LastConnected: null, ReconnectionAttempts: var tries } when tries >= Failures =>
            $"never answered in {Counted.Of(tries, "try", "tries")}",
        _ when now - peer.LastSeen > InactiveAfter => $"a stranger, not seen for {Ago.Span(now - peer.LastSeen)}",
        _ => $"of more than {Counted.Of(MaxPeers ?? 0, "peer")}, the least valuable",
    };
}
