namespace PeerPersistence.Simulator;

/// <summary>The user opens the app, stays and closes it. Seconds since the world began.</summary>
/// <param name="Start">When the app starts, and looks for its first connection.</param>
/// <param name="End">When it is closed.</param>
/// <param name="Measured">Whether the tries of this start count.</param>
internal readonly record struct Visit(int Start, int End, bool Measured);
