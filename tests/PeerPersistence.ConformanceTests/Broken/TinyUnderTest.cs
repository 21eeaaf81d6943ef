using System.Collections.Concurrent;

namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>A tiny store, right or wrong, as the kit sees it.</summary>
internal sealed class TinyUnderTest(string name, StoreCapabilities capabilities, Func<TinyPlace, IKeyValueStore> open, params string[] caughtBy) : StoreUnderTest
{
    private readonly ConcurrentDictionary<string, TinyPlace> _places = new();

    public override string Name => name;

    public override StoreCapabilities Capabilities => capabilities;

    /// <summary>The cases that must fail.</summary>
    public IReadOnlyList<string> CaughtBy => caughtBy;

    public bool LeavesPlaces => !_places.IsEmpty;

    public override TimeSpan TimeLimit => TimeSpan.FromSeconds(20);

    public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default)
    {
        var there = _places.GetOrAdd(place, _ => new());
        lock (there)
        {
            if (capabilities.HasFlag(StoreCapabilities.ExclusiveAccess) && there.IsOpen)
                throw new StoreLockedException(place);
            there.IsOpen = true;
            there.Openings++;
            return new(open(there));
        }
    }

    public override ValueTask<IKeyValueStore> OpenSmallAsync(string place, CancellationToken cancellationToken = default)
    {
        _places.GetOrAdd(place, _ => new()).Room = 100_000;
        return OpenAsync(place, cancellationToken);
    }

    public override ValueTask<IKeyValueStore> OpenReadOnlyAsync(string place, CancellationToken cancellationToken = default)
    {
        _places[place].IsReadOnly = true;
        return OpenAsync(place, cancellationToken);
    }

    public override ValueTask DeleteAsync(string place)
    {
        _places.TryRemove(place, out _);
        return default;
    }
}
