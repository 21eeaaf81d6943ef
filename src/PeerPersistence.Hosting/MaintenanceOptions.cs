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

    internal bool IsValid =>
        Interval >= TimeSpan.Zero && Interval <= TimeSpan.FromDays(30)
        && InitialDelay >= TimeSpan.Zero && InitialDelay <= TimeSpan.FromDays(1)
        && Jitter is >= 0 and <= 1;
}
