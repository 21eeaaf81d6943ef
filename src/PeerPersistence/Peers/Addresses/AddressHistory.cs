namespace PeerPersistence;

/// <summary>What is remembered of one address of a peer.</summary>
/// <param name="KnownSince">When it was first stored; <c>null</c>: not known, as in the original's records.</param>
/// <param name="LastWorked">When a connection last stood there; <c>null</c>: never, as far as was told.</param>
/// <param name="IntroducedBy">Who told it, as long as we did not connect there ourselves; <c>null</c>: it is proven, or the user's own.</param>
internal readonly record struct AddressHistory(DateTimeOffset? KnownSince, DateTimeOffset? LastWorked, string? IntroducedBy = null)
{
    /// <summary>Whether only somebody else says that the peer is there.</summary>
    public bool IsHearsay => IntroducedBy is not null;
}
