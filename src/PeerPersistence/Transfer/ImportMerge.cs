namespace PeerPersistence;

/// <summary>What an import makes of a peer. Pure; a key or secret is never blanked, and a block never lifted.</summary>
internal static class ImportMerge
{
    /// <summary>The introducer of what a file tells without a passphrase; no peer's id is empty.</summary>
    private const string File = "";

    /// <summary>An unknown peer: as written where the file is the user's own, otherwise without pin, block and experience.</summary>
    public static StoredPeer Arrival(StoredPeer imported, bool isOwn) => isOwn ? imported : imported with
    {
        Peer = imported.Peer with { IsPinned = false, BlacklistUntil = null, ReconnectionAttempts = 0 },
        Evidence = new() { IsClaim = true },
        Presence = null,
    };

    /// <summary>A peer whose record is damaged: what can still be read of it stays, and the file fills in the rest.</summary>
    public static StoredPeer OverDamaged(StoredPeer rescued, StoredPeer imported, bool isOwn, DateTimeOffset now)
    {
        var arrival = Arrival(imported, isOwn);
        var isKeyRescued = (rescued.Envelope ?? rescued.Peer.PublicKey) is not null;
        return rescued with
        {
            Peer = PeerMerge.Merge(arrival.Peer, rescued.Peer, now) with
            {
                SharedSecret = isOwn || rescued.Envelope is null ? imported.Peer.SharedSecret : null,
            },
            Evidence = isOwn ? Evidence(rescued, imported) : rescued.Evidence with { IsClaim = rescued.Evidence.IsClaim || !isKeyRescued },
            Envelope = rescued.Envelope ?? imported.Envelope,
            Presence = rescued.Presence ?? arrival.Presence,
            IsRescued = false,
        };
    }

    /// <summary>A known peer, from a file that is the user's own.</summary>
    /// <returns><c>null</c>: the stored one stays as it is.</returns>
    public static StoredPeer? OfUser(StoredPeer stored, StoredPeer imported, ImportConflict onConflict, DateTimeOffset now)
    {
        if (onConflict == ImportConflict.Replace)
            return Replace(stored, imported) with { Evidence = Evidence(stored, imported) };
        if (onConflict == ImportConflict.KeepExisting || imported.Peer.LastSeen <= stored.Peer.LastSeen)
            return null;
        var merged = PeerMerge.Merge(stored.Peer, imported.Peer, now);
        return WithBlock(stored, stored with
        {
            Peer = HasAnotherKey(stored, imported.Peer) ? merged with { PublicKey = stored.Peer.PublicKey } : merged,
            Evidence = Evidence(stored, imported),
            Presence = imported.Presence ?? stored.Presence,
        });
    }

    /// <summary>
    /// A known peer, from a file that anybody may have written: unproven addresses, and nothing else unless the user says replace.
    /// </summary>
    /// <returns><c>null</c>: the stored one stays as it is.</returns>
    public static StoredPeer? OfHearsay(StoredPeer stored, StoredPeer imported, ImportConflict onConflict, DateTimeOffset now)
    {
        if (onConflict == ImportConflict.Replace)
        {
            var isClaim = stored.Evidence.IsClaim || HasAnotherKey(stored, imported.Peer);
            return Replace(stored, imported) with { Evidence = stored.Evidence with { IsClaim = isClaim } };
        }


        if (onConflict == ImportConflict.KeepExisting || stored.Evidence.IsBlocked)
            return null;
        var told = Introduction.AddAddresses(stored, imported.Peer.CachedCandidates, File, now);
        return ReferenceEquals(told, stored) ? null : told;
    }

    /// <summary>Whether a file says of a key, pin, count or blacklisting what is not stored.</summary>
    public static bool IsConflict(StoredPeer stored, PeerData imported, DateTimeOffset now) =>
        HasAnotherKey(stored, imported)
        || (imported.IsPinned && !stored.Peer.IsPinned)
        || imported.ConnectionQuality.TotalConnections > stored.Peer.ConnectionQuality.TotalConnections
        || imported.ConnectionQuality.SuccessfulConnections > stored.Peer.ConnectionQuality.SuccessfulConnections
        || (imported.BlacklistUntil > now && !(imported.BlacklistUntil <= stored.Peer.BlacklistUntil));

    /// <summary>Whether it has a public key that is not the stored one.</summary>
    public static bool HasAnotherKey(StoredPeer stored, PeerData imported) =>
        !stored.Evidence.IsClaim && PublicKeys.Differ(stored.Peer.PublicKey, imported.PublicKey);

    private static StoredPeer Replace(StoredPeer stored, StoredPeer imported) => WithBlock(stored, stored with
    {
        Peer = imported.Peer with { PublicKey = imported.Peer.PublicKey ?? stored.Peer.PublicKey },
        Presence = imported.Presence ?? stored.Presence,
    });

    private static PeerEvidence Evidence(StoredPeer stored, StoredPeer imported) => stored.Evidence.Merge(imported.Evidence) with
    {
        IsBlocked = stored.Evidence.IsBlocked || imported.Evidence.IsBlocked,
        IsClaim = stored.Evidence.IsClaim && imported.Evidence.IsClaim,
    };

    private static StoredPeer WithBlock(StoredPeer stored, StoredPeer merged) =>
        stored.Evidence.IsBlocked && !(merged.Peer.BlacklistUntil > stored.Peer.BlacklistUntil)
            ? merged with { Peer = merged.Peer with { BlacklistUntil = stored.Peer.BlacklistUntil } }
            : merged;
}
