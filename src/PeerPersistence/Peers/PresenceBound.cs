namespace PeerPersistence;

/// <summary>What the presence model will say of a peer at most, until something happens to it: a few bytes beside its memory.</summary>
/// <param name="Habit">At the hours at which it is there most.</param>
/// <param name="News">How much more just after the last news of it.</param>
/// <param name="Fading">How much is lost with every second since.</param>
/// <param name="Updated">When that news was, Unix seconds; 0: nothing is known, so anything may be said.</param>
internal readonly record struct PresenceBound(float Habit, float News, float Fading, uint Updated);
