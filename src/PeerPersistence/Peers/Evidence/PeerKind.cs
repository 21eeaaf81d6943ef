namespace PeerPersistence;

/// <summary>What a peer is to us; the lesser first.</summary>
internal enum PeerKind : byte
{
    /// <summary>Everybody else, whatever is claimed.</summary>
    Stranger,

    /// <summary>Stored by the user with a shared secret, and not yet a friend.</summary>
    NewFriend,

    /// <summary>We connected to it on at least two different days, or the user pinned it.</summary>
    Friend,
}
