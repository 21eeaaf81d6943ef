using System.Diagnostics.CodeAnalysis;

namespace PeerPersistence;

/// <summary>What queries and candidates need to know of a peer, without reading its record. Immutable.</summary>
/// <remarks>
/// One is in memory for every peer, so it is kept small: instants as ticks, small numbers in a byte, what is true or false in a bit.
/// </remarks>
public sealed partial class PeerSummary
{
    private const long Never = 0;

    private readonly long _firstSeen;
    private readonly long _lastSeen;
    private readonly long _lastConnected;
    private readonly int _network;
    private readonly PeerKind _kind;
    private readonly byte _connectionType;
    private readonly byte _quality;
    private readonly Traits _traits;
    private readonly Seldom? _seldom;

    [Flags]
    private enum Traits : byte
    {
        Pinned = 1,
        Blocked = 2,
        WithSecret = 4,
        InClear = 8,
        WithPartsSetAside = 16,
        WithNetwork = 32,
        Damaged = 64,
    }

    /// <summary>A summary of nobody: its id and its first and last instants must be set.</summary>
    public PeerSummary()
    {
    }

    [SetsRequiredMembers]
    private PeerSummary(in Packed packed)
    {
        PeerId = "";
        (_firstSeen, _lastSeen) = (packed.FirstSeen, packed.LastSeen);
        _lastConnected = packed.LastConnected;
        (_network, _kind, _connectionType) = (packed.Network, (PeerKind)packed.Kind, packed.ConnectionType);
        (_quality, _traits) = (packed.Quality, (Traits)packed.Traits);
        (Fingerprint, Characters, ReconnectionAttempts) = (packed.Fingerprint, packed.Characters, packed.Attempts);
        (TotalConnections, SuccessfulConnections, OwnSuccesses) = (packed.Total, packed.Successful, packed.OwnSuccesses);
        (OwnDays, ConnectedDays, Unanswered, Bound) = (packed.OwnDays, packed.ConnectedDays, packed.Unanswered, packed.Bound);
        if (packed.BlacklistUntil != Never || packed.Vain != default)
            _seldom = Seldom.None with { BlacklistUntil = packed.BlacklistUntil, Vain = packed.Vain };
    }

    /// <summary>The peer's identifier.</summary>
    public required string PeerId { get; init; }

    /// <inheritdoc cref="PeerData.FirstSeen"/>
    public required DateTimeOffset FirstSeen { get => At(_firstSeen); init => _firstSeen = value.UtcTicks; }

    /// <inheritdoc cref="PeerData.LastSeen"/>
    public required DateTimeOffset LastSeen { get => At(_lastSeen); init => _lastSeen = value.UtcTicks; }

    /// <inheritdoc cref="PeerData.LastConnected"/>
    public DateTimeOffset? LastConnected { get => AtOrNever(_lastConnected); init => _lastConnected = value?.UtcTicks ?? Never; }

    /// <inheritdoc cref="PeerData.BlacklistUntil"/>
    public DateTimeOffset? BlacklistUntil
    {
        get => AtOrNever(BlacklistTicks);
        init => _seldom = value is null && _seldom is null ? null : Others with { BlacklistUntil = value?.UtcTicks ?? Never };
    }

    /// <inheritdoc cref="PeerData.ReconnectionAttempts"/>
    public int ReconnectionAttempts { get; init; }

    /// <inheritdoc cref="ConnectionQuality.TotalConnections"/>
    public int TotalConnections { get; init; }

    /// <inheritdoc cref="ConnectionQuality.SuccessfulConnections"/>
    public int SuccessfulConnections { get; init; }

    /// <inheritdoc cref="ConnectionQuality.ConnectionType"/>
    public ConnectionType ConnectionType
    {
        get => (ConnectionType)_connectionType;
        init => _connectionType = (byte)Math.Clamp((int)value, byte.MinValue, byte.MaxValue);
    }

    /// <summary>The score of <see cref="PeerScore.Quality(ConnectionQuality)"/>, 0 to 100.</summary>
    /// <remarks>What lies outside is the nearer end.</remarks>
    public int Quality { get => _quality; init => _quality = (byte)Math.Clamp(value, 0, 100); }

    /// <inheritdoc cref="PeerData.IsPinned"/>
    public bool IsPinned { get => Has(Traits.Pinned); init => _traits = With(Traits.Pinned, value); }

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
    internal VainTries Vain
    {
        get => _seldom?.Vain ?? default;
        init => _seldom = value == default && _seldom is null ? null : Others with { Vain = value };
    }

    /// <inheritdoc cref="PeerData.IsBlocked"/>
    public bool IsBlocked { get => Has(Traits.Blocked); internal init => _traits = With(Traits.Blocked, value); }

    /// <summary>Whether anything but the user may remove it.</summary>
    internal bool MayGo => !IsPinned && !IsBlocked;

    /// <summary>Whether the user blocked it without an end.</summary>
    internal bool IsBlockedForGood => IsBlocked && BlacklistUntil >= PeerInstants.Never;

    /// <summary>Who introduced it, see <see cref="PeerSummaries.IntroducerOf"/>; 0: nobody.</summary>
    internal int Introducer { get; init; }

    /// <inheritdoc cref="PeerEvidence.Unanswered"/>
    internal ushort Unanswered { get; init; }

    /// <inheritdoc cref="PeerEvidence.Foretold"/>
    internal IReadOnlyList<ushort> Foretold
    {
        get => _seldom?.Foretold ?? ValueList<ushort>.None;
        init => _seldom = value.Count == 0 && _seldom is null ? null : Others with { Foretold = value };
    }

    /// <summary>What the presence model remembers; <c>null</c>: nothing yet.</summary>
    internal PresenceState? Presence { get; init; }

    /// <summary>What the presence model makes of it at most.</summary>
    internal PresenceBound Bound { get; init; }

    /// <summary>Whether the record carries anything sealed.</summary>
    internal bool HasSecret { get => Has(Traits.WithSecret); init => _traits = With(Traits.WithSecret, value); }

    /// <summary>Whether the record has a secret or a credential in clear.</summary>
    internal bool IsInClear { get => Has(Traits.InClear); init => _traits = With(Traits.InClear, value); }

    /// <summary>Whether a part of the record could not be read.</summary>
    internal bool HasPartsSetAside { get => Has(Traits.WithPartsSetAside); init => _traits = With(Traits.WithPartsSetAside, value); }

    /// <summary>Tells networks apart, see <see cref="NetworkGroup"/>; <c>null</c>: not known. No address can be read from it.</summary>
    internal int? Network
    {
        get => Has(Traits.WithNetwork) ? _network : null;
        init => (_network, _traits) = (value ?? 0, With(Traits.WithNetwork, value is not null));
    }

    /// <summary>Whether the record could not be read: then this says nothing of the peer, and is shown to nobody.</summary>
    internal bool IsDamaged { get => Has(Traits.Damaged); init => _traits = With(Traits.Damaged, value); }

    /// <summary>Characters of the record's key and value.</summary>
    internal int Characters { get; init; }

    /// <summary>Tells whether bytes read later are still the record that this was made from.</summary>
    internal ulong Fingerprint { get; init; }

    /// <summary>Whether a connection to the peer ever stood.</summary>
    internal bool EverConnected => SuccessfulConnections > 0;

    /// <summary>Whether no try was ever recorded, whatever came of it.</summary>
    internal bool NeverTried => TotalConnections == 0 && !EverConnected && ReconnectionAttempts == 0 && _lastConnected == Never;

    /// <summary>Whether a blacklisting is in force.</summary>
    internal bool IsBlacklisted(DateTimeOffset now) => BlacklistTicks > now.UtcTicks;

    private long BlacklistTicks => _seldom?.BlacklistUntil ?? Never;

    private Seldom Others => _seldom ?? Seldom.None;

    private bool Has(Traits trait) => (_traits & trait) != 0;

    private Traits With(Traits trait, bool holds) => holds ? _traits | trait : _traits & ~trait;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? AtOrNever(long ticks) => ticks == Never ? null : At(ticks);

    /// <summary>What nothing is said of in most summaries.</summary>
    private sealed record Seldom(long BlacklistUntil, VainTries Vain, IReadOnlyList<ushort> Foretold)
    {
        public static Seldom None { get; } = new(Never, default, ValueList<ushort>.None);
    }
}
