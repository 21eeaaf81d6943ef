namespace PeerPersistence.KeeperSimulator;

/// <summary>What happened in all worlds together.</summary>
internal sealed class Totals
{
    private readonly List<WeakReference> _keepers = [];
    private int _past;

    public long Dials { get; set; }

    /// <summary>How many times a keeper looked whom to dial.</summary>
    public long Looks { get; set; }

    public long Failures { get; set; }

    public long Connections { get; set; }

    public long Crossed { get; set; }

    /// <summary>Rounds that proved an outage of the app's own.</summary>
    public long ProvenOutages { get; set; }

    /// <summary>Of those, how many there were while the machine was online.</summary>
    public long OutagesInDoubt { get; set; }

    /// <summary>Checks that an app was back at its target in time.</summary>
    public long Returns { get; set; }

    /// <summary>Comparisons of a whole app's records with what happened.</summary>
    public long Comparisons { get; set; }

    /// <summary>Days of more than three machines; and days in which everybody knows many who are gone for good.</summary>
    public int BigDays { get; set; }

    public int Crowds { get; set; }

    public int Stopped => _keepers.Count;

    public void Remember(object keeper) => _keepers.Add(new(keeper));

    /// <summary>Another world begins: what is left of those before it is garbage.</summary>
    public void BeginWorld() => _past = _keepers.Count;

    /// <summary>Stopped keepers of past worlds that something still holds.</summary>
    public int Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return _keepers.Take(_past).Count(keeper => keeper.IsAlive);
    }
}
