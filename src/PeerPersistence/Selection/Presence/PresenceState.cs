namespace PeerPersistence;

/// <summary>What the presence model remembers of one peer: 116 bytes, fixed-point, immutable.</summary>
internal sealed class PresenceState
{
}
