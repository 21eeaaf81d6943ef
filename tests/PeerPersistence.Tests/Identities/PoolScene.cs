using System.Collections.Concurrent;

namespace PeerPersistence.Tests.Identities;

/// <summary>A pool whose openings and closings a test sees, holds up and lets fail.</summary>
internal sealed class PoolScene
{
    private readonly ConcurrentDictionary<string, int> _open = new();

    public PoolScene(int maxOpen = 2, TimeSpan? idleTimeout = null) =>
        Pool = new(OpenAsync, new() { MaxOpen = maxOpen, IdleTimeout = idleTimeout ?? TimeSpan.FromMinutes(5) }, Time, Logger);

    public IdentityPool Pool { get; }

    public TestClock Time { get; } = new();

    public RecordingLogger<PeerPersistenceService> Logger { get; } = new();

    /// <summary>"+a" opened, "-a" closed.</summary>
    public ConcurrentQueue<string> Events { get; } = new();

    /// <summary>Asked before an opening ends.</summary>
    public Func<string, Task> Opening { get; set; } = _ => Task.CompletedTask;

    /// <summary>Asked before a closing ends.</summary>
    public Func<string, Task> Closing { get; set; } = _ => Task.CompletedTask;

    public bool IsOpen(string identity) => _open.GetValueOrDefault(identity) == 1;

    public int OpenCount => _open.Values.Sum();

    /// <summary>The most that were ever open of one identity.</summary>
    public int MostOfOne { get; private set; }

    public Task<Rental> RentAsync(string identity, CancellationToken cancellationToken = default) => Pool.RentAsync(identity, cancellationToken).AsTask();

    public async Task UseAsync(params string[] identities)
    {
        foreach (var identity in identities)
            (await RentAsync(identity)).Dispose();
    }

    public static ServiceCore CoreOn(IKeyValueStore store) =>
        new(store, new(), new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()), timeProvider: null, logger: null, new PresenceRanker());

    private async Task<OpenIdentity> OpenAsync(string identity)
    {
        await Opening(identity);
        var now = _open.AddOrUpdate(identity, 1, (_, count) => count + 1);
        lock (_open)
            MostOfOne = Math.Max(MostOfOne, now);
        Events.Enqueue("+" + identity);
        return new(CoreOn(new InMemoryKeyValueStore()), new InMemoryKeyValueStore(), [new Part(this, identity)]);
    }

    private sealed class Part(PoolScene scene, string identity) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await scene.Closing(identity);
            }
            finally
            {
                scene._open.AddOrUpdate(identity, 0, (_, count) => count - 1);
                scene.Events.Enqueue("-" + identity);
            }
        }
    }
}
