namespace PeerPersistence.Simulator;

/// <summary>How somebody feels like coming on one day.</summary>
/// <param name="dice">Chance.</param>
/// <param name="luck">From 0, the best day, to 1; <c>null</c>: each thing that somebody may do is left to chance, as in the plain worlds.</param>
internal readonly struct Day(Dice dice, double? luck)
{
    /// <summary>How many sessions there are beside the usual number.</summary>
    public double Vigour => luck is { } known ? 2 * (1 - known) : 1;

    /// <summary>How long one stays beside the usual time: real people's sessions last longer than those of the plain worlds.</summary>
    public double Patience => luck is null ? 1 : 3;

    /// <summary>Whether one comes who comes with this probability; real people are less regular than those of the plain worlds.</summary>
    public bool Comes(double probability) => luck is { } known ? known < probability * probability : dice.Chance(probability);
}
