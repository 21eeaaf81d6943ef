namespace PeerPersistence;

/// <summary>What a change of the roster came to.</summary>
/// <param name="Stored">Peers whose record was written.</param>
/// <param name="Removed">Peers that went.</param>
/// <param name="NotTakenIn">New peers for whom there was no place.</param>
internal sealed record RosterChange(IReadOnlyCollection<string> Stored, IReadOnlyCollection<string> Removed, int NotTakenIn)
{
    public static RosterChange None { get; } = new([], [], 0);
}
