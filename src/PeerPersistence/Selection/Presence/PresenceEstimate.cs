namespace PeerPersistence;

/// <summary>How likely a try now succeeds, and why. Each is 0 to 1.</summary>
/// <param name="Online">The peer is online now, if it still comes at all.</param>
/// <param name="Alive">It still comes: it has not left for good.</param>
/// <param name="Reach">A try reaches it while it is online.</param>
/// <param name="Probability">The product, rounded to 10⁻⁶.</param>
internal readonly record struct PresenceEstimate(double Online, double Alive, double Reach, double Probability);
