namespace PeerPersistence;

/// <summary>What the user's own word changes in the evidence: a key is no claim any more, a blacklisting is a block. Pure.</summary>
internal static class UserChoice
{
    /// <exception cref="PublicKeyChangedException">Another public key than the stored one, which is no claim.</exception>
    public static void CheckKey(StoredPeer? before, PeerData given)
    {
        if (before is { Evidence.IsClaim: false } && PublicKeys.Differ(before.Peer.PublicKey, given.PublicKey))
            throw new PublicKeyChangedException(given.PeerId);
    }

    /// <summary>The user stored it. A block stays, whatever is given.</summary>
    public static StoredPeer Stored(StoredPeer? before, PeerData given, StoredPeer after)
    {
        var isClaim = after.Evidence.IsClaim && given is { PublicKey: null, SharedSecret: null };
        if (before is { Evidence.IsBlocked: true })
        {
            var until = after.Peer.BlacklistUntil > before.Peer.BlacklistUntil ? after.Peer.BlacklistUntil : before.Peer.BlacklistUntil;
            after = after with { Peer = after.Peer with { BlacklistUntil = until } };
        }

        // Given as it was read is not given.
        var isBlocked = before is { Evidence.IsBlocked: true }
            || (given.BlacklistUntil is not null && after.Peer.BlacklistUntil != before?.Peer.BlacklistUntil);
        return after.Evidence is { IntroducedBy: null } evidence && evidence.IsClaim == isClaim && evidence.IsBlocked == isBlocked
            ? after // As of nearly every new one.
            : after with { Evidence = after.Evidence with { IntroducedBy = null, IsClaim = isClaim, IsBlocked = isBlocked } };
    }

    /// <summary>The user changed it.</summary>
    public static StoredPeer Updated(StoredPeer before, StoredPeer after)
    {
        var vouches = after.Peer.PublicKey != before.Peer.PublicKey || after.Envelope != before.Envelope;
        return after with
        {
            Evidence = after.Evidence with
            {
                IsClaim = after.Evidence.IsClaim && !vouches,
                IsBlocked = after.Peer.BlacklistUntil == before.Peer.BlacklistUntil
                    ? before.Evidence.IsBlocked
                    : after.Peer.BlacklistUntil is not null,
            },
        };
    }

    public static StoredPeer Pin(StoredPeer stored, bool pinned) =>
        stored.Peer.IsPinned == pinned ? stored : stored with { Peer = stored.Peer with { IsPinned = pinned } };

    /// <summary>Until the user lifts it.</summary>
    public static StoredPeer Block(StoredPeer stored) => stored with
    {
        Peer = stored.Peer with { BlacklistUntil = PeerInstants.Never },
        Evidence = stored.Evidence with { IsBlocked = true },
    };

    /// <summary>The failures that led to a blacklisting go as well, or the peer would be given up at the next cleanup.</summary>
    public static StoredPeer Unblock(StoredPeer stored) => stored.Peer.BlacklistUntil is null ? stored : stored with
    {
        Peer = stored.Peer with { ReconnectionAttempts = 0, BlacklistUntil = null },
        Evidence = stored.Evidence with { IsBlocked = false },
    };

    public static StoredPeer AcceptKey(StoredPeer stored, string publicKey) =>
        !stored.Evidence.IsClaim && stored.Peer.PublicKey == publicKey
        ? stored
        : stored with { Peer = stored.Peer with { PublicKey = publicKey }, Evidence = stored.Evidence with { IsClaim = false } };
}
