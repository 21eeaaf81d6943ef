namespace PeerPersistence;

/// <summary>On how many different UTC days something happened, and on which of the last 32. Immutable.</summary>
/// <param name="Count">The days.</param>
/// <param name="Last">The latest of them, see <see cref="UtcDay"/>.</param>
/// <param name="Recent">Bit i: it happened i days before <paramref name="Last"/>.</param>
internal readonly record struct DayCount(ushort Count, ushort Last, uint Recent)
{
    private const int Remembered = 32;

    /// <summary>With this day as well. A clock that is wrong by more than a month begins the memory of recent days anew.</summary>
    public DayCount With(ushort day)
    {
        if (Contains(day))
            return this;
        var gap = Count == 0 ? Remembered : day - Last;
        var count = (ushort)Math.Min(Count + 1, ushort.MaxValue);
        return gap switch
        {
            > 0 and < Remembered => new(count, day, (Recent << gap) | 1),
            < 0 and > -Remembered => new(count, Last, Recent | (1u << -gap)),
            _ => new(count, day, 1),
        };
    }

    public bool Contains(ushort day) => Count > 0 && Last - day is >= 0 and < Remembered and var back && (Recent >> back & 1) == 1;
}
