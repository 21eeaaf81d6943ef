namespace PeerPersistence.KeeperSimulator;

/// <summary>What must stand in one peer's record, by what happened.</summary>
internal sealed class Account(PeerData stored)
{
    /// <summary>Of failures that a store refuses so many at least are held, beside what else happened meanwhile.</summary>
    private const int Held = PeerPersistence.Outcome.MostOfAPeer / 2;

    private ConnectionQuality _quality = stored.ConnectionQuality;
    private ConnectionQuality? _before;

    /// <summary>The connection that stands, and since when.</summary>
    public LinkEnd? Standing { get; private set; }

    public TimeSpan Began { get; private set; }

    /// <summary>When the last one that stood had ended, in the world's time.</summary>
    public TimeSpan Ended { get; set; }

    /// <summary>Its app ended before all could be recorded: what is recorded is right.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>When it was called last, in the world's time.</summary>
    public TimeSpan Dialled { get; set; }

    /// <summary>How many calls to it are under way.</summary>
    public int Dials { get; set; }

    /// <summary>Failures since the last success: at least, and at most. A machine that fell asleep in a try leaves it open.</summary>
    public (int Least, int Most) Failures { get; private set; } = (stored.ReconnectionAttempts, stored.ReconnectionAttempts);

    public void Begin(LinkEnd end, TimeSpan now)
    {
        _before = _quality;
        (Standing, Began, Failures) = (end, now, (0, 0));
        _quality = _quality.Record(new() { Success = true }, World.Beginning);
    }

    /// <summary>Two calls crossed: one connection, another end.</summary>
    public void Replace(LinkEnd end, TimeSpan now) => (Standing, Began) = (end, now);

    public void End(TimeSpan now)
    {
        Standing = null;
        _quality = _quality.Record(new() { Uptime = now - Began }, World.Beginning);
    }

    public void Fail(bool isCertain) => Failures = (Failures.Least + (isCertain ? 1 : 0), Failures.Most + 1);

    /// <summary>Its process was killed. Who called while we called it is recorded when our call is over, so not any more.</summary>
    public void Kill()
    {
        if (Standing is { IsInbound: true } && Dials > 0)
            _quality = _before!;
        (Standing, Dials) = (null, 0);
    }

    /// <returns>What is recorded otherwise, and how; <c>null</c>: nothing.</returns>
    public (string What, string How)? DifferenceTo(PeerData recorded)
    {
        var quality = recorded.ConnectionQuality;
        if (quality.SuccessfulConnections != _quality.SuccessfulConnections || quality.TotalConnections != _quality.TotalConnections)
            return ("connections", $"{_quality.SuccessfulConnections} were, {quality.SuccessfulConnections} are recorded");
        if (quality.AverageUptime != _quality.AverageUptime)
            return ("uptime", $"the mean was {_quality.AverageUptime}, {quality.AverageUptime} is recorded");
        return recorded.ReconnectionAttempts >= Math.Min(Failures.Least, Held) && recorded.ReconnectionAttempts <= Failures.Most ? null
            : ("failures", $"{Failures.Least} to {Failures.Most} were, {recorded.ReconnectionAttempts} are recorded");
    }

    /// <summary>Goes on from what is recorded, so that one difference is told once.</summary>
    public void Correct(PeerData recorded)
    {
        _quality = recorded.ConnectionQuality;
        Failures = (recorded.ReconnectionAttempts, recorded.ReconnectionAttempts);
    }
}
