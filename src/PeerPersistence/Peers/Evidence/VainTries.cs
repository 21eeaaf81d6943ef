namespace PeerPersistence;

/// <summary>Our own tries to reach a peer that were all in vain since it was last heard from. Immutable.</summary>
/// <remarks>
/// A day counts only where another friend answered us on it: where nobody answered, our own network is as likely the cause. What
/// passes between two counted days counts up to a sixth of the whole, so that seven days spread evenly are enough and one day
/// of a wrong clock is not.
/// </remarks>
/// <param name="Days">Days that count.</param>
/// <param name="Span">The time they cover, in days.</param>
/// <param name="Last">The latest of them.</param>
/// <param name="Pending">A later day with a try on which no friend has answered yet; 0: none.</param>
internal readonly record struct VainTries(ushort Days, ushort Span, ushort Last, ushort Pending)
{
    private const int DaysEnough = 7;

    /// <summary>One more try failed.</summary>
    /// <param name="day">Today.</param>
    /// <param name="answered">Whether another friend answered on a day.</param>
    /// <param name="enough">Days after which a peer is given up.</param>
    public VainTries With(ushort day, Func<ushort, bool> answered, double enough)
    {
        if (day == Last && Days > 0)
            return this;
        var settled = day == Pending ? this : Settle(answered, enough) with { Pending = day };
        return settled.Settle(answered, enough);
    }

    /// <summary>Whether these are enough to give a peer up.</summary>
    public bool AreEnough(Func<ushort, bool> answered, double enough) =>
        Days >= DaysEnough - 1 && Settle(answered, enough) is var settled && settled.Days >= DaysEnough && settled.Span >= enough;

    private VainTries Settle(Func<ushort, bool> answered, double enough)
    {
        if (Pending == 0 || !answered(Pending))
            return this;
        var most = (int)Math.Clamp(Math.Ceiling(enough / (DaysEnough - 1)), 1, ushort.MaxValue);
        var step = Days == 0 ? 0 : Math.Clamp(Pending - Last, 0, most);
        return new((ushort)Math.Min(Days + 1, ushort.MaxValue), (ushort)Math.Min(Span + step, ushort.MaxValue), Pending, 0);
    }
}
