namespace PeerPersistence.Tests.Watching;

/// <summary>A store that says by itself that somebody else committed.</summary>
public sealed class WatchSignalTests
{
    private readonly SignallingStore _store = new();

    [Fact]
    public async Task Watch_StoreSignals_IsToldBeforeTheNextLook()
    {
        await using var setup = new Setup(options => options.WatchInterval = TimeSpan.Zero, _store);
        await using var other = setup.Another();
        await using var watch = new WatchReader(setup.Service);
        await setup.Service.StorePeerAsync(setup.Friend("own"));
        await watch.NextAsync();

        await other.StorePeerAsync(setup.Friend("foreign"));
        watch.HasNext.Should().BeFalse();
        _store.Signal();

        (await watch.NextAsync()).Should().StartWith("Added foreign");
    }

    [Fact]
    public async Task Watch_Ended_ListensNoMore()
    {
        await using var setup = new Setup(store: _store);
        await using (var watch = new WatchReader(setup.Service))
        {
            await setup.Service.StorePeerAsync(setup.Friend("own"));
            await watch.NextAsync();
            _store.HasListeners.Should().BeTrue();
        }

        await Eventually.Until(() => !_store.HasListeners);
    }

    private sealed class SignallingStore() : DelegatingKeyValueStore(new InMemoryKeyValueStore()), IChangeSignal
    {
        public event Action? Changed;

        public bool HasListeners => Changed is not null;

        public void Signal() => Changed?.Invoke();
    }
}
