namespace PeerPersistence.Simulator;

/// <summary>Good days and bad ones, which come in streaks: what is left of one tomorrow, and next week, is as real people's.</summary>
internal sealed class Streaks(Dice dice)
{
    private const double OfLastWeek = 0.93;
    private const double OfYesterday = 0.5;
    private const double ShareOfWeeks = 0.45;
    private const double ShareOfDays = 0.35;

    private double _week = dice.Normal(0, 1);
    private double _day = dice.Normal(0, 1);

    /// <summary>The next day, from 0, the best, to 1; all are as frequent.</summary>
    public double Next()
    {
        _week = Follow(_week, OfLastWeek);
        _day = Follow(_day, OfYesterday);
        var sum = (Math.Sqrt(ShareOfWeeks) * _week) + (Math.Sqrt(ShareOfDays) * _day)
            + (Math.Sqrt(1 - ShareOfWeeks - ShareOfDays) * dice.Normal(0, 1));
        return 1 / (1 + Math.Exp(-1.702 * sum)); // The normal distribution, to a hundredth.
    }

    private double Follow(double before, double share) => (share * before) + (Math.Sqrt(1 - (share * share)) * dice.Normal(0, 1));
}
