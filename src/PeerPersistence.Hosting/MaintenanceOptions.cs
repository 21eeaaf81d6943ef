namespace PeerPersistence;

/// <summary>When maintenance runs. Wrong values fail at start.</summary>
public sealed class MaintenanceOptions
{
    /// <summary>
    /// Time between two runs, counted from the last one, whichever process or session it ran in; 6 hours unless set, up to 30 days.
    /// Zero: no maintenance.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>
    /// How long after the start a run that is due waits, so that it does not slow the start down; 10 seconds unless set, zero to a day.
    /// </summary>
    public TimeSpan InitialDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Up to this share is added to every wait, at random, so that many processes do not run at once; 0.1 unless set, 0 to 1.
    /// </summary>
    public double Jitter { get; set; } = 0.1;

    /// <summary>What is out of range, each option by its name.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Interval < TimeSpan.Zero || Interval > TimeSpan.FromDays(30))
            yield return $"Interval must be zero to 30 days (was {Interval}).";
        if (InitialDelay < TimeSpan.Zero || InitialDelay > TimeSpan.FromDays(1))
            yield return $"InitialDelay must be zero to a day (was {InitialDelay}).";
        if (Jitter is not (>= 0 and <= 1))
            yield return FormattableString.Invariant($"Jitter must be 0 to 1 (was {Jitter}).");
    }
}
