namespace PeerPersistence;

/// <summary>What a record remembers of who says so: our own experience, apart from what is claimed. Immutable.</summary>
internal sealed record PeerEvidence
{
    /// <summary>On how many different days we must have connected to a friend.</summary>
    private const int DaysOfAFriend = 2;

    /// <summary>Nothing of our own.</summary>
    public static PeerEvidence None { get; } = new();

    /// <summary>How often we connected to it, outbound.</summary>
    public int OwnSuccesses { get; init; }

    /// <summary>The days on which we did.</summary>
    public DayCount OwnDays { get; init; }

    /// <summary>The days on which a connection stood, in either direction.</summary>
    public DayCount ConnectedDays { get; init; }

    /// <summary>Our own tries in vain since it was last heard from.</summary>
    public VainTries Vain { get; init; }

    /// <summary>Whether the blacklisting is the user's own, which only the user lifts.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>Whether public key and secret came by hearsay: the next one that the user stores takes their place.</summary>
    public bool IsClaim { get; init; }

    /// <summary>Who introduced it, as long as nobody else vouches for it; <c>null</c>: nobody.</summary>
    public string? IntroducedBy { get; init; }

    /// <summary>How many of those whom it introduced did not answer us, less those who did; at least 0.</summary>
    public ushort Unanswered { get; init; }

    /// <summary>How well own tries were foretold, see <see cref="TryTally"/>.</summary>
    public IReadOnlyList<ushort> Foretold { get; init => field = ValueList<ushort>.Of(value); } = ValueList<ushort>.None;

    /// <summary>What a record of an earlier version, ours or the original's, is taken to prove.</summary>
    public static PeerEvidence OfEarlierVersion(PeerData peer)
    {
        var successes = peer.ConnectionQuality.SuccessfulConnections;
        if (peer.LastConnected is not { } connected || successes == 0)
            return None;
        var days = new DayCount().With(UtcDay.Of(connected));
        if (successes >= DaysOfAFriend && UtcDay.Of(peer.FirstSeen) is var first && first != days.Last)
            days = days with { Count = DaysOfAFriend };
        return new() { OwnSuccesses = successes, OwnDays = days, ConnectedDays = days };
    }

    public PeerKind KindOf(bool isPinned, bool hasSecret) => KindOf(isPinned, hasSecret && !IsClaim, OwnDays);

    /// <param name="isPinned">Whether the user pinned it.</param>
    /// <param name="hasSecret">Whether it has a secret, and from the user.</param>
    /// <param name="ownDays">The days on which we connected to it.</param>
    public static PeerKind KindOf(bool isPinned, bool hasSecret, DayCount ownDays) =>
        isPinned || ownDays.Count >= DaysOfAFriend ? PeerKind.Friend : hasSecret ? PeerKind.NewFriend : PeerKind.Stranger;

    /// <summary>It was heard from, in whatever way.</summary>
    public PeerEvidence Heard() => Vain == default ? this : this with { Vain = default };

    /// <summary>A connection stands.</summary>
    /// <param name="now">The present.</param>
    /// <param name="isOwn">Whether we made it, and not the peer.</param>
    public PeerEvidence Connected(DateTimeOffset now, bool isOwn)
    {
        var day = UtcDay.Of(now);
        return this with
        {
            OwnSuccesses = isOwn ? Saturating.Increment(OwnSuccesses) : OwnSuccesses,
            OwnDays = isOwn ? OwnDays.With(day) : OwnDays,
            ConnectedDays = ConnectedDays.With(day),
            Vain = default,
        };
    }

    /// <summary>We tried it.</summary>
    /// <param name="said">The probability that it would answer, as the presence model said.</param>
    /// <param name="answered">Whether it did.</param>
    public PeerEvidence Tried(double said, bool answered) => this with { Foretold = TryTally.With(Foretold, said, answered) };

    /// <summary>Two records of the same peer, both trusted: who saw more of it is believed.</summary>
    public PeerEvidence Merge(PeerEvidence other) => this with
    {
        OwnSuccesses = Math.Max(OwnSuccesses, other.OwnSuccesses),
        OwnDays = other.OwnDays.Count > OwnDays.Count ? other.OwnDays : OwnDays,
        ConnectedDays = other.ConnectedDays.Count > ConnectedDays.Count ? other.ConnectedDays : ConnectedDays,
    };

    /// <summary>No name, and nobody's habits.</summary>
    public override string ToString() => nameof(PeerEvidence);
}
