namespace PeerPersistence;

/// <summary>How things stand with a keeper, as one immutable value.</summary>
public sealed record KeeperState
{
    /// <summary>What it does now.</summary>
    public KeeperStatus Status { get; init; }

    /// <summary>Who is connected or being dialled, in order of ids.</summary>
    public IReadOnlyList<PeerLinkState> Connections { get; init => field = ValueList<PeerLinkState>.Of(value); } =
        ValueList<PeerLinkState>.None;

    /// <summary>
    /// Peers that are pinned, were lost or were disconnected, and are not in <see cref="Connections"/>, in order of ids. A lost peer is not
    /// missing if another one has taken its place.
    /// </summary>
    public IReadOnlyList<MissingPeer> Missing { get; init => field = ValueList<MissingPeer>.Of(value); } = ValueList<MissingPeer>.None;

    /// <summary>
    /// How many outcomes are not in the store yet, because it refuses them. They are recorded as soon as it takes them. Connections stand
    /// meanwhile. At most 32 outcomes of a peer are held: failures before a success go first, then the oldest.
    /// </summary>
    public int Unrecorded { get; init; }
}

/// <summary>What a keeper does.</summary>
public enum KeeperStatus
{
    /// <summary>It was not started, or was stopped.</summary>
    Stopped,

    /// <summary>It keeps connections.</summary>
    Running,

    /// <summary>It dials nobody until it is resumed.</summary>
    Paused,

    /// <summary>This machine has no network: it dials nobody until there is one.</summary>
    Offline,
}
