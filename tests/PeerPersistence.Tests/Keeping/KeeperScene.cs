using System.Collections.Concurrent;

namespace PeerPersistence.Tests;

/// <summary>A keeper over a store in memory, a clock and a network that a test moves; by default whoever is dialled answers.</summary>
internal sealed class KeeperScene : IPeerConnector, INetworkMonitor, IAsyncDisposable
{
    private int _dialling;

    public KeeperScene(
        Action<KeeperOptions>? configure = null, IKeyValueStore? store = null,
        Func<IPeerPersistenceService, IPeerPersistenceService>? around = null)
    {
        Setup = new(store: store, random: new Longest());
        var options = new KeeperOptions { LocalPeerId = "me", Target = 1 };
        configure?.Invoke(options);
        Keeper = new(around?.Invoke(Setup.Service) ?? Setup.Service, this, options, Setup.Time, logger: null, this);
    }

    public Setup Setup { get; }

    public ConnectionKeeper Keeper { get; }

    /// <summary>What dialling a peer does.</summary>
    public Func<string, CancellationToken, Task<IPeerConnection>> Connect { get; set; } =
        (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());

    public ConcurrentQueue<string> Dialled { get; } = new();

    public int MostDialled { get; private set; }

    public bool IsDown { get; set; }

    public event Action? Changed;

    public IReadOnlyList<string> Connected => [.. Keeper.State.Connections.Where(link => link.IsConnected).Select(link => link.PeerId)];

    public void ChangeNetwork() => Changed?.Invoke();

    public async Task KnowAsync(params string[] peerIds)
    {
        foreach (var peerId in peerIds)
            await Setup.Service.StorePeerAsync(Setup.Friend(peerId));
    }

    public async Task StartAsync(params string[] peerIds)
    {
        await KnowAsync(peerIds);
        Keeper.Start();
    }

    public Task UntilConnected(params string[] peerIds) => Eventually.Until(() => Connected.SequenceEqual(peerIds));

    /// <summary>Lets the beats of so many seconds pass, one by one.</summary>
    public void Pass(int seconds)
    {
        for (var passed = 0; passed < seconds; passed += 5)
            Setup.Time.Advance(TimeSpan.FromSeconds(5));
    }

    /// <summary>Lets time pass until something is so.</summary>
    public async Task PassUntil(Func<bool> condition)
    {
        while (!condition())
        {
            Pass(5);
            await Settle();
        }
    }

    /// <summary>Lets others run.</summary>
    public static async Task Settle()
    {
        for (var turn = 0; turn < 100; turn++)
            await Task.Yield();
    }

    public async Task<ConnectionQuality> QualityAsync(string peerId) => (await Setup.Service.GetPeerAsync(peerId))!.ConnectionQuality;

    public async Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
    {
        MostDialled = Math.Max(MostDialled, Interlocked.Increment(ref _dialling));
        try
        {
            Dialled.Enqueue(peer.PeerId);
            return await Connect(peer.PeerId, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _dialling);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var stop = Keeper.StopAsync();
        while (!stop.IsCompleted)
        {
            Setup.Time.Advance(TimeSpan.FromSeconds(5)); // A connector that hangs is not waited for.
            await Task.Yield();
        }

        await stop;
        await Setup.DisposeAsync();
    }

    /// <summary>Every backoff is as long as it can be: a minute, and each time twice as long, up to an hour.</summary>
    private sealed class Longest : Random
    {
        public override double NextDouble() => 0.999;
    }
}
