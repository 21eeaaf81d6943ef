namespace PeerPersistence;

/// <summary>What became of a new connection.</summary>
/// <param name="Kept">The connection that stands now.</param>
/// <param name="Stays">Whether that is the new one.</param>
/// <param name="Loser">The connection to close.</param>
/// <param name="Lost">The connection whose end was not noticed, and is to be recorded.</param>
/// <param name="MustRecord">Whether to record that the peer called us.</param>
internal sealed record Arrival(KeptConnection Kept, bool Stays, IPeerConnection? Loser, KeptConnection? Lost, bool MustRecord);
