namespace PeerPersistence;

/// <summary>What the presence model will say of a peer at most, until something happens to it: a few bytes beside its memory.</summary>
/// <param name="Habit">At the hours at which it is there most.</param>
/// <param name="News">How much more just after the last news of it.</param>
/// <param name="Updated">When that was, Unix seconds.</param>
/// <remarks>The default says nothing.</remarks>
internal readonly record struct PresenceBound(float Habit, float News, uint Updated);
