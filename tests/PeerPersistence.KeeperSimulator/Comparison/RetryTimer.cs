namespace PeerPersistence.KeeperSimulator;

/// <summary>
/// Hyperswarm's retry timer, with every peer joined: three calls at once, the peers that failed once or twice before the others; a peer
/// that was connected before is tried again after about 1, 5 and 15 seconds, another after 5, 15 and 15, both after ten minutes from then on.
/// </summary>
internal sealed class RetryTimer(Network network, Machine machine) : Rival(network, machine)
{
    private const int MaxParallel = 3, MaxPeers = 64;
    private const double Short = 1, Middle = 5, Long = 15, Longest = 600;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _queue = [];
    private int _connecting;

    protected override Task RunAsync()
    {
        _entries.Clear();
        _queue.Clear();
        _connecting = 0;
        foreach (var peerId in Known)
        {
            _entries.Add(peerId, new());
            _queue.Add(peerId);
        }

        Attempt();
        return Task.CompletedTask;
    }

    protected override void Won(string peerId, LinkEnd end) => (_entries[peerId].IsProven, _entries[peerId].Attempts) = (true, 0);

    protected override void Lost(string peerId, TimeSpan uptime) => Again(peerId);

    private void Attempt()
    {
        while (_queue.Count > 0 && _connecting < MaxParallel && Connected + _connecting < MaxPeers && !Stopping.IsCancellationRequested)
        {
            // Those of one priority come in any order.
            var best = _queue.Max(peerId => _entries[peerId].Priority);
            var all = _queue.Where(peerId => _entries[peerId].Priority == best).ToList();
            var next = all[World.Chance.Below(all.Count)];
            _queue.Remove(next);
            if (IsBusy(next))
                continue;
            _connecting++;
            World.Begin(() => ConnectAsync(next));
        }
    }

    private async Task ConnectAsync(string peerId)
    {
        _entries[peerId].IsTried = true;
        try
        {
            var isConnected = await DialAsync(peerId).ConfigureAwait(false);
            _connecting--;
            if (!isConnected)
                Again(peerId);
            Attempt();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Again(string peerId)
    {
        var entry = _entries[peerId];
        entry.Attempts++;
        World.Begin(async () =>
        {
            try
            {
                await WaitAsync(entry.Wait * World.Chance.Uniform(0.66, 1.32)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (entry.Attempts > 3)
                entry.Attempts = 3;
            if (IsBusy(peerId) || _queue.Contains(peerId))
                return;
            _queue.Add(peerId);
            Attempt();
        });
    }

    private sealed class Entry
    {
        public int Attempts { get; set; }

        public bool IsProven { get; set; }

        public bool IsTried { get; set; }

        public double Wait => (Attempts, IsProven) switch
        {
            ( > 3, _) => Longest,
            (3, _) or (2, false) => Long,
            (2, true) or (1, false) => Middle,
            _ => Short,
        };

        public int Priority => IsTried && !IsProven ? 0 : Attempts switch { > 3 => 0, 3 => 1, 2 => 3, 1 => 4, _ => 2 };
    }
}
