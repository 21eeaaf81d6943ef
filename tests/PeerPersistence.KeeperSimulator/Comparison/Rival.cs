namespace PeerPersistence.KeeperSimulator;

/// <summary>Another way to stay connected, written from what its documents say. It has the same connector and the same addresses.</summary>
internal abstract class Rival(Network network, Machine machine) : Contender(network, machine), IApp
{
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, List<int>> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dialling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkEnd> _connected = new(StringComparer.Ordinal);
    private long _dials;
    private long _worked;
    private CancellationTokenSource _stop = new();

    public override long Dials => _dials;

    public override long Worked => _worked;

    /// <summary>Whom it knows, in the order in which they were stored.</summary>
    protected IReadOnlyCollection<string> Known => _addresses.Keys;

    protected int Connected => _connected.Count;

    /// <summary>Its process's clock.</summary>
    protected NodeClock Clock { get; private set; } = null!;

    protected CancellationToken Stopping => _stop.Token;

    public override Task MeetAsync(IReadOnlyList<Machine> peers)
    {
        foreach (var peer in peers)
            _addresses.Add(peer.Id, [peer.Address]);
        return Task.CompletedTask;
    }

    public override void Start()
    {
        (Clock, _stop) = (new(World), new());
        Machine.Run(this);
        World.Begin(async () =>
        {
            try
            {
                await RunAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
            }
        });
    }

    public override async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Machine.Run(null);
        foreach (var end in _connected.Values.ToList())
            end.End(Departure.Local);
        Clock.Kill();
    }

    public override void Sleep()
    {
        Clock.Sleep(standsStill: true);
        Machine.Sleep();
    }

    public override void Wake(TimeSpan after)
    {
        Machine.Wake();
        Clock.Wake();
    }

    void IApp.Accept(LinkEnd end) => Hold(end);

    void IApp.NetworkChanged()
    {
    }

    protected abstract Task RunAsync();

    /// <summary>A connection ended, and not by us.</summary>
    protected virtual void Lost(string peerId, TimeSpan uptime)
    {
    }

    protected virtual void Won(string peerId, LinkEnd end)
    {
    }

    protected bool IsConnected(string peerId) => _connected.ContainsKey(peerId);

    protected bool IsBusy(string peerId) => _connected.ContainsKey(peerId) || _dialling.Contains(peerId);

    protected Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Clock, Stopping);

    /// <returns>Whether the connection stands.</returns>
    protected async Task<bool> DialAsync(string peerId)
    {
        Stopping.ThrowIfCancellationRequested();
        if (!_dialling.Add(peerId))
            return false;
        _dials++;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        using var timer = Clock.CreateTimer(_ => late.Cancel(), null, DialTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            Hold(await Call.MakeAsync(Network, Machine, peerId, _addresses[peerId], late.Token).ConfigureAwait(false));
            _worked++;
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            _dialling.Remove(peerId);
        }
    }

    private void Hold(LinkEnd end)
    {
        var began = World.Now;
        if (_connected.Remove(end.PeerId, out var before))
            before.End(Departure.Local);
        _connected[end.PeerId] = end;
        if (end.Measurement?.Address is { } address)
            _addresses[end.PeerId] = [.. _addresses[end.PeerId].Prepend(Addresses.In(address)).Distinct().Take(8)];
        Won(end.PeerId, end);
        end.OnEnd = departure =>
        {
            if (_connected.GetValueOrDefault(end.PeerId) == end)
                _connected.Remove(end.PeerId);
            if (departure != Departure.Local)
                Lost(end.PeerId, World.Now - began);
        };
    }
}
