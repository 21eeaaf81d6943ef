namespace PeerPersistence.KeeperSimulator;

/// <summary>
/// js-libp2p's reconnect queue: at the start every peer tagged as to be kept alive is dialled once; who disconnects is dialled again,
/// five peers at once, six times each, after waits of 1, 2, 4, 8 and 16 seconds; then its tag is taken away. The app tags all at its start.
/// </summary>
internal sealed class ReconnectQueue(Network network, Machine machine) : Rival(network, machine)
{
    private const int Concurrency = 5, Retries = 5, FirstWait = 1, Factor = 2;

    private readonly HashSet<string> _keepAlive = new(StringComparer.Ordinal);
    private readonly Queue<string> _queue = new();
    private readonly HashSet<string> _queued = new(StringComparer.Ordinal);
    private int _running;

    protected override async Task RunAsync()
    {
        _queue.Clear();
        _queued.Clear();
        _keepAlive.UnionWith(Known);
        _running = 0;
        await Task.WhenAll(Known.ToList().Select(DialAsync)).ConfigureAwait(false);
    }

    protected override void Lost(string peerId, TimeSpan uptime)
    {
        if (!_keepAlive.Contains(peerId) || !_queued.Add(peerId))
            return;
        _queue.Enqueue(peerId);
        Next();
    }

    private void Next()
    {
        while (_running < Concurrency && _queue.TryDequeue(out var peerId))
        {
            _running++;
            World.Begin(() => ReconnectAsync(peerId));
        }
    }

    private async Task ReconnectAsync(string peerId)
    {
        try
        {
            for (var (attempt, wait) = (0, FirstWait); !IsConnected(peerId) && !await DialAsync(peerId).ConfigureAwait(false); attempt++)
            {
                if (attempt == Retries)
                {
                    _keepAlive.Remove(peerId);
                    break;
                }

                await WaitAsync(wait).ConfigureAwait(false);
                wait *= Factor;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _running--;
        _queued.Remove(peerId);
        Next();
    }
}
