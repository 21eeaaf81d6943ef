namespace PeerPersistence;

/// <summary>What a change of the roster came to.</summary>
/// <param name="Stored">Peers whose record was written.</param>
/// <param name="Removed">Peers that went.</param>
/// <param name="Refused">New peers for whom there was no place.</param>
/// <param name="IsFullOfFriends">Whether that is because friends have all places.</param>
internal sealed record RosterChange(
    IReadOnlyCollection<string> Stored, IReadOnlyCollection<string> Removed, IReadOnlyCollection<string> Refused, bool IsFullOfFriends)
{
    public static RosterChange None { get; } = new([], [], [], false);
}
