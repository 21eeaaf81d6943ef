using System.Collections.Concurrent;
using System.Diagnostics;

namespace PeerPersistence.PostgreSql.Tests.Failures;

/// <summary>Several stores under one name, from several lanes each, that raise one common counter and one of the lane's own until they are told to stop.</summary>
/// <remarks>A commit that is lost leaves a counter too low; one that is made twice, or made and not acknowledged, too high.</remarks>
internal sealed class CountingLoad
{
    private const int LanesPerStore = 2;

    private readonly IReadOnlyList<PostgreSqlKeyValueStore> _stores;
    private readonly int[] _acknowledged;
    private readonly ConcurrentQueue<long> _times = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Task _running;
    private volatile bool _isOver;

    public CountingLoad(IReadOnlyList<PostgreSqlKeyValueStore> stores)
    {
        _stores = stores;
        _acknowledged = new int[stores.Count * LanesPerStore];
        _running = Task.WhenAll(Enumerable.Range(0, _acknowledged.Length).Select(lane => Task.Run(() => RunAsync(lane))));
    }

    public int Acknowledged => _times.Count;

    /// <summary>The longest time in which nobody's commit was acknowledged.</summary>
    public TimeSpan LongestGap
    {
        get
        {
            var times = _times.Order().ToList();
            return times.Zip(times.Skip(1), Stopwatch.GetElapsedTime).Max();
        }
    }

    /// <summary>Waits for further acknowledgements.</summary>
    public async Task UntilMoreAsync(int more)
    {
        for (var target = Acknowledged + more; Acknowledged < target;)
            await await Task.WhenAny(_running, _news.WaitAsync());
    }

    public async Task StopAsync()
    {
        _isOver = true;
        await _running;
    }

    /// <summary>Every acknowledged commit is there, once.</summary>
    public async Task CheckAsync(IKeyValueStore store)
    {
        for (var lane = 0; lane < _acknowledged.Length; lane++)
            (await store.CountAsync($"lane {lane}")).Should().Be(_acknowledged[lane], "that many commits of lane {0} were acknowledged", lane);
        (await store.CountAsync("common")).Should().Be(_acknowledged.Sum());
    }

    private async Task RunAsync(int lane)
    {
        while (!_isOver)
        {
            await _stores[lane % _stores.Count].IncrementAsync("common", $"lane {lane}");
            _acknowledged[lane]++;
            _times.Enqueue(Stopwatch.GetTimestamp());
            _news.Release();
        }
    }
}
