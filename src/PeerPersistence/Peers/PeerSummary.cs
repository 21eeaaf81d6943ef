namespace PeerPersistence;

/// <summary>What queries and candidates need to know of a peer, without reading its record. Immutable.</summary>
/// <remarks>One is in memory for every peer, so instants are kept as ticks: half the size.</remarks>
public sealed class PeerSummary
{
    private const long Never = 0;

    private readonly PeerKind _kind;
    private readonly long _firstSeen;
    private readonly long _lastSeen;
    private readonly long _lastConnected;
    private readonly long _blacklistUntil;

    /// <summary>The peer's identifier.</summary>
    public required string PeerId { get; init; }

    /// <inheritdoc cref="PeerData.FirstSeen"/>
    public required DateTimeOffset FirstSeen { get => At(_firstSeen); init => _firstSeen = value.UtcTicks; }

    /// <inheritdoc cref="PeerData.LastSeen"/>
    public required DateTimeOffset LastSeen { get => At(_lastSeen); init => _lastSeen = value.UtcTicks; }

    /// <inheritdoc cref="PeerData.LastConnected"/>
    public DateTimeOffset? LastConnected { get => AtOrNever(_lastConnected); init => _lastConnected = value?.UtcTicks ?? Never; }

    /// <inheritdoc cref="PeerData.BlacklistUntil"/>
    public DateTimeOffset? BlacklistUntil { get => AtOrNever(_blacklistUntil); init => _blacklistUntil = value?.UtcTicks ?? Never; }

    /// <inheritdoc cref="PeerData.ReconnectionAttempts"/>
    public int ReconnectionAttempts { get; init; }

    /// <inheritdoc cref="ConnectionQuality.TotalConnections"/>
    public int TotalConnections { get; init; }

    /// <inheritdoc cref="ConnectionQuality.SuccessfulConnections"/>
    public int SuccessfulConnections { get; init; }

    /// <inheritdoc cref="ConnectionQuality.ConnectionType"/>
    public ConnectionType ConnectionType { get; init; }

    /// <summary>The score of <see cref="PeerScore.Quality(ConnectionQuality)"/>, 0 to 100.</summary>
    public int Quality { get; init; }

    /// <inheritdoc cref="PeerData.IsPinned"/>
    public bool IsPinned { get; init; }

    /// <inheritdoc cref="PeerData.IsFriend"/>
    public bool IsFriend => Kind != PeerKind.Stranger;

    /// <summary>What the peer is to us.</summary>
    internal PeerKind Kind { get => IsPinned ? PeerKind.Friend : _kind; init => _kind = value; }

    /// <inheritdoc cref="PeerEvidence.OwnSuccesses"/>
    internal int OwnSuccesses { get; init; }

    /// <summary>Whether more than claims speak for it: we connected to it ourselves, or the user pinned it.</summary>
    internal bool IsProven => OwnSuccesses > 0 || IsPinned;

    /// <inheritdoc cref="PeerEvidence.OwnDays"/>
    internal DayCount OwnDays { get; init; }

    /// <summary>The number of <see cref="PeerEvidence.ConnectedDays"/>.</summary>
    internal ushort ConnectedDays { get; init; }

    /// <inheritdoc cref="PeerEvidence.Vain"/>
    internal VainTries Vain { get; init; }

    /// <inheritdoc cref="PeerEvidence.IsBlocked"/>
    internal bool IsBlocked { get; init; }

    /// <summary>Whether anything but the user may remove it.</summary>
    internal bool MayGo => !IsPinned && !IsBlocked;

    /// <summary>Whether the user blocked it without an end.</summary>
    internal bool IsBlockedForGood => IsBlocked && BlacklistUntil >= PeerInstants.Never;

    /// <summary>Who introduced it, see <see cref="PeerSummaries.IntroducerOf"/>; 0: nobody.</summary>
    internal int Introducer { get; init; }

    /// <inheritdoc cref="PeerEvidence.Unanswered"/>
    internal ushort Unanswered { get; init; }

    /// <summary>What the presence model remembers; <c>null</c>: nothing yet.</summary>
    internal PresenceState? Presence { get; init; }

    /// <summary>Whether the record carries anything sealed.</summary>
    internal bool HasSecret { get; init; }

    /// <summary>Whether the record has a secret or a credential in clear.</summary>
    internal bool IsInClear { get; init; }

    /// <summary>Whether a part of the record could not be read.</summary>
    internal bool HasPartsSetAside { get; init; }

    /// <summary>Tells networks apart, see <see cref="NetworkGroup"/>; <c>null</c>: not known. No address can be read from it.</summary>
    internal int? Network { get; init; }

    /// <summary>Whether a connection to the peer ever stood.</summary>
    internal bool EverConnected => SuccessfulConnections > 0;

    /// <summary>Whether no try was ever recorded, whatever came of it.</summary>
    internal bool NeverTried => TotalConnections == 0 && !EverConnected && ReconnectionAttempts == 0 && _lastConnected == Never;

    /// <summary>Whether a blacklisting is in force.</summary>
    internal bool IsBlacklisted(DateTimeOffset now) => BlacklistUntil > now;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? AtOrNever(long ticks) => ticks == Never ? null : At(ticks);
}
