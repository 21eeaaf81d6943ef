namespace PeerPersistence;

/// <summary>The aspects of a peer that can change.</summary>
[Flags]
public enum PeerAspects
{
    /// <summary>Nothing: only who comes and goes.</summary>
    None = 0,

    /// <summary>
    /// When it was seen: <see cref="PeerData.FirstSeen"/>, <see cref="PeerData.LastSeen"/>, and what the presence model remembers.
    /// </summary>
    Presence = 1,

    /// <summary>
    /// How connecting went: <see cref="PeerData.ConnectionQuality"/>, <see cref="PeerData.LastConnected"/>,
    /// <see cref="PeerData.ReconnectionAttempts"/>.
    /// </summary>
    Quality = 2,

    /// <summary>
    /// Where it is: <see cref="PeerData.CachedCandidates"/>, <see cref="PeerData.IceServers"/>, <see cref="PeerData.LastKnownIP"/>.
    /// </summary>
    Addresses = 4,

    /// <summary>Who it is: <see cref="PeerData.DisplayName"/>, <see cref="PeerData.UserId"/>, and who introduced it.</summary>
    Identity = 8,

    /// <summary><see cref="PeerData.PublicKey"/>, and whether it is a mere claim.</summary>
    PublicKey = 16,

    /// <summary><see cref="PeerData.SharedSecret"/>; sealing it again under another key counts.</summary>
    Secret = 32,

    /// <summary><see cref="PeerData.IsPinned"/>.</summary>
    Pin = 64,

    /// <summary>Whether it may be tried: blocks and <see cref="PeerData.BlacklistUntil"/>.</summary>
    Block = 128,

    /// <summary><see cref="PeerData.Metadata"/>, and fields that this version does not know.</summary>
    Metadata = 256,

    /// <summary>Everything.</summary>
    All = 511,

    /// <summary>Everything but <see cref="Presence"/>, which moves all the time.</summary>
    Default = All & ~Presence,
}
