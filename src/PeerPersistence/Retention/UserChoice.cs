namespace PeerPersistence;

/// <summary>What the user says of a peer. Pure; the same where nothing changes.</summary>
internal static class UserChoice
{
    public static StoredPeer Pin(StoredPeer stored, bool pinned) =>
        stored.Peer.IsPinned == pinned ? stored : stored with { Peer = stored.Peer with { IsPinned = pinned } };

    public static StoredPeer Block(StoredPeer stored) =>
        stored.IsBlocked ? stored : stored with { IsBlocked = true, Peer = stored.Peer with { BlacklistUntil = StoredPeer.Blocked } };

    /// <summary>The failures that led to a blacklisting go as well, or the peer would be given up at the next cleanup.</summary>
    public static StoredPeer Unblock(StoredPeer stored) => stored.Peer.BlacklistUntil is null
        ? stored
        : stored with { IsBlocked = false, Peer = RetentionPolicy.AfterSuccess(stored.Peer) };

    /// <summary>An update that left the end of the block as it was left the block.</summary>
    public static StoredPeer Updated(StoredPeer stored) =>
        stored with { IsBlocked = stored.IsBlocked && stored.Peer.BlacklistUntil == StoredPeer.Blocked };

    public static StoredPeer AcceptKey(StoredPeer stored, string publicKey) => !stored.IsKeyClaimed && stored.Peer.PublicKey == publicKey
        ? stored
        : stored with { IsKeyClaimed = false, Peer = stored.Peer with { PublicKey = publicKey } };
}
