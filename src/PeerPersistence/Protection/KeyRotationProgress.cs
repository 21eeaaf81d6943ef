namespace PeerPersistence;

/// <summary>How far a rotation of keys has come.</summary>
/// <param name="Looked">Peers looked at so far.</param>
/// <param name="Peers">Peers in all.</param>
/// <param name="Resealed">Secrets sealed again so far.</param>
public sealed record KeyRotationProgress(int Looked, int Peers, int Resealed);
