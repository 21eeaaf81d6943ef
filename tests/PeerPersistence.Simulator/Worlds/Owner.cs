namespace PeerPersistence.Simulator;

/// <summary>The person behind a peer: the hours of a day at which it goes online, and for how long.</summary>
internal abstract record Owner
{
    public static Owner Of(PeerKind kind, Dice dice) => kind switch
    {
        PeerKind.Office => new OfficeWorker(dice.Normal(8.75, 0.6), dice.Normal(17.25, 0.7), dice.Uniform(0.8, 0.95)),
        PeerKind.Home => new Homebody(dice.Normal(18, 1), dice.Uniform(0.6, 0.95), dice.Uniform(0, 0.8)),
        PeerKind.Mobile => new PhoneUser(dice.Normal(7.5, 1), dice.Normal(23, 1), dice.Uniform(6, 18)),
        PeerKind.Casual => new Visitor(dice.Normal(19, 3), dice.Uniform(0.15, 0.5)),
        _ => new Passer(dice.Uniform(1, 4)),
    };

    /// <summary>Sessions of one day: start and length in hours.</summary>
    public abstract IEnumerable<(double Start, double Length)> Sessions(bool weekend, Day day, Dice dice);

    private sealed record OfficeWorker(double Begin, double End, double Attendance) : Owner
    {
        public override IEnumerable<(double Start, double Length)> Sessions(bool weekend, Day day, Dice dice)
        {
            if (!day.Comes(weekend ? 0.05 : Attendance))
                yield break;
            var begin = Begin + dice.Normal(0, 0.4);
            var end = End + dice.Normal(0, 0.7);
            var lunch = dice.Normal(12.3, 0.4);
            if (dice.Chance(0.5))
            {
                yield return (begin, lunch - begin);
                yield return (lunch + dice.Uniform(0.3, 1.1), end - lunch - 1.1);
            }
            else
            {
                yield return (begin, end - begin);
            }
        }
    }

    private sealed record Homebody(double Begin, double Attendance, double Mornings) : Owner
    {
        public override IEnumerable<(double Start, double Length)> Sessions(bool weekend, Day day, Dice dice)
        {
            if (day.Comes(Attendance))
                yield return (Begin + dice.Normal(0, 0.8), Math.Min(6, 1 + dice.Weibull(3)));
            if (weekend && day.Comes(Attendance))
                yield return (dice.Normal(11, 1.5), Math.Min(8, 1 + dice.Weibull(3)));
            if (!weekend && day.Comes(Mornings))
                yield return (dice.Normal(7.4, 0.4), dice.Uniform(0.3, 1.2));
        }
    }

    private sealed record PhoneUser(double Wakes, double Sleeps, double SessionsPerDay) : Owner
    {
        public override IEnumerable<(double Start, double Length)> Sessions(bool weekend, Day day, Dice dice)
        {
            var awake = Sleeps - Wakes;
            var pause = awake / (SessionsPerDay * day.Vigour);
            for (var at = Wakes + dice.Exponential(pause); at < Sleeps; at += dice.Exponential(pause))
                yield return (at, dice.Weibull(0.5 * day.Patience));
        }
    }

    private sealed record Visitor(double Favourite, double DaysActive) : Owner
    {
        public override IEnumerable<(double Start, double Length)> Sessions(bool weekend, Day day, Dice dice)
        {
            if (day.Comes(DaysActive))
                yield return (Favourite + dice.Normal(0, 2), Math.Min(6, dice.Weibull(1.2 * day.Patience)));
        }
    }

    private sealed record Passer(double SessionsPerDay) : Owner
    {
        public override IEnumerable<(double Start, double Length)> Sessions(bool weekend, Day day, Dice dice)
        {
            var pause = 16 / (SessionsPerDay * day.Vigour);
            for (var at = 8 + dice.Exponential(pause); at < 24; at += dice.Exponential(pause))
                yield return (at, dice.Weibull(0.8 * day.Patience));
        }
    }
}
