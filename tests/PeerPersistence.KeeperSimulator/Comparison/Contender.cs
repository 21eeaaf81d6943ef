namespace PeerPersistence.KeeperSimulator;

/// <summary>A way to stay connected, on one machine, over many starts of its app.</summary>
internal abstract class Contender(Network network, Machine machine)
{
    public const int Target = 4;

    public Network Network => network;

    public Machine Machine => machine;

    public World World => network.World;

    /// <summary>How many calls were made.</summary>
    public abstract long Dials { get; }

    /// <summary>How many calls brought a connection.</summary>
    public abstract long Worked { get; }

    public abstract Task MeetAsync(IReadOnlyList<Machine> peers);

    public abstract void Start();

    public abstract Task StopAsync();

    public abstract void Sleep();

    public abstract void Wake(TimeSpan after);
}
