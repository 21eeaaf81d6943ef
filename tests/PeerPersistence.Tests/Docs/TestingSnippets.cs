using Microsoft.Extensions.DependencyInjection;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of docs/testing-your-app.md, run.</summary>
public sealed class TestingSnippets
{
    [Fact]
    public async Task Unit_Runs()
    {
        // docs:begin testing-unit
        var clock = new FakeTimeProvider();   // of Microsoft.Extensions.TimeProvider.Testing
        await using var peers = new PeerPersistenceService(
            new InMemoryKeyValueStore(), keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()), timeProvider: clock);
        await peers.StorePeerAsync(PeerData.Create("alice", clock.GetUtcNow()) with { SharedSecret = "s" });

        clock.Advance(TimeSpan.FromDays(3));
        await peers.RecordConnectedAsync("alice");

        var alice = await peers.GetPeerAsync("alice");
        // docs:end

        (alice!.LastConnected, alice.SharedSecret).Should().Be((clock.GetUtcNow(), "s"));
    }

    [Fact]
    public async Task Keeper_Runs()
    {
        await using var setup = new Setup();
        var (peers, clock) = (setup.Service, setup.Time);
        await peers.StorePeerAsync(setup.Stranger("alice"));

        // docs:begin testing-keeper
        await using var keeper = new ConnectionKeeper(
            peers, (peer, cancellationToken) => Task.FromResult<IPeerConnection>(new FakeLink()), new() { LocalPeerId = "me" }, clock);
        keeper.Start();

        Assert.True(await keeper.ConnectNowAsync("alice"));
        Assert.IsType<FakeLink>(keeper.Find("alice"));
        // docs:end
    }

    [Fact]
    public void Values_Compare()
    {
        var now = DateTimeOffset.UnixEpoch;

        // docs:begin testing-values
        PeerData Expected() => PeerData.Create("alice", now) with
        {
            CachedCandidates = [new("192.0.2.7:4000")],
            Metadata = new PeerMetadata { ["room"] = "7", ["level"] = 3 },
        };
        Assert.Equal(Expected(), Expected());
        // docs:end
    }

    [Fact]
    public async Task Host_KeepsAwayFromTheAppsFile()
    {
        var clock = new FakeTimeProvider();
        var services = new ServiceCollection();

        // docs:begin testing-host
        services.AddMyApp();   // calls AddPeerPersistence().UseFileStore("peers.db")

        services.AddPeerPersistence().UseInMemoryStore().UseMasterKey(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        services.AddSingleton<TimeProvider>(clock);
        // docs:end

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice"));
        File.Exists(MyApp.Path).Should().BeFalse();
    }

    [Fact]
    public async Task Faults_AreThrown()
    {
        // docs:begin testing-faults
        var store = new FaultyKeyValueStore(new InMemoryKeyValueStore(), StoreFaults.OnEvery(StoreCallKind.Commit, StoreFault.Full));
        await using var peers = new PeerPersistenceService(store);

        await Assert.ThrowsAsync<StoreFullException>(() => peers.StorePeerAsync(PeerData.Create("alice")));
        // docs:end
    }
}

// docs:begin testing-link
public sealed class FakeLink : IPeerConnection
{
    private readonly TaskCompletionSource<Departure> _ended = new();

    public Task<Departure> Ended => _ended.Task;

    public void Lose() => _ended.TrySetResult(Departure.Network);

    public ValueTask DisposeAsync()
    {
        _ended.TrySetResult(Departure.Local);
        return default;
    }
}
// docs:end

internal static class MyApp
{
    public static string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"peers-{Guid.NewGuid()}.db");

    public static void AddMyApp(this IServiceCollection services) => services.AddPeerPersistence().UseFileStore(Path);
}
