namespace PeerPersistence.Tests.FinePrint;

/// <summary>The application's own code may call the service from within a call of the service.</summary>
public sealed class ReentranceTests
{
    [Theory, OnEveryStore]
    public async Task UpdatePeer_FunctionUpdatesTheSamePeer_BothLand(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        var calls = 0;

        await InTime(() => scene.Service.UpdatePeerAsync("a", peer =>
        {
            if (calls++ == 0)
                Wait(scene.Service.UpdatePeerAsync("a", inner => inner with { LastKnownIP = "192.0.2.1" }));
            return peer with { DisplayName = "A" };
        }));

        var stored = await scene.GetAsync("a");
        (stored.DisplayName, stored.LastKnownIP, calls).Should().Be(("A", "192.0.2.1", 2));
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_FunctionReadsStoresAndRemoves_Works(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b"), scene.Friend("c")]);

        await InTime(() => scene.Service.UpdatePeerAsync("a", peer =>
        {
            Wait(scene.Service.GetPeerAsync("a"));
            Wait(scene.Service.StorePeerAsync(scene.Friend("new") with { SharedSecret = "s" }));
            Wait(scene.Service.RemovePeerAsync("b"));
            Wait(scene.Service.RecordConnectedAsync("c"));
            Wait(scene.Service.ObserveMeshAsync(["c"]));
            return peer with { DisplayName = "A", SharedSecret = "t" };
        }));

        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a", "c", "new");
        (await scene.GetAsync("a")).SharedSecret.Should().Be("t");
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_FunctionRemovesThePeer_IsGone(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));

        (await InTime(() => scene.Service.UpdatePeerAsync("a", peer =>
        {
            Wait(scene.Service.RemovePeerAsync("a"));
            return peer with { DisplayName = "A" };
        }))).Should().BeFalse();

        (await scene.Service.GetPeerAsync("a")).Should().BeNull();
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_TwoFunctionsThatWantEachOthersPeer_BothEnd(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b")]);
        using var both = new CountdownEvent(2);

        await InTime(() => Task.WhenAll(Task.Run(() => CrossAsync("a", "b")), Task.Run(() => CrossAsync("b", "a"))));

        (await scene.Service.QueryPeersAsync()).Should().OnlyContain(peer => peer.DisplayName == "own" && peer.ReconnectionAttempts == 1);

        Task CrossAsync(string own, string other)
        {
            var calls = 0;
            return scene.Service.UpdatePeerAsync(own, peer =>
            {
                if (calls++ == 0)
                {
                    both.Signal();
                    both.Wait();
                    Wait(scene.Service.IncrementReconnectionAttemptsAsync(other));
                }

                return peer with { DisplayName = "own" };
            });
        }
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_CallbackUsesTheService_Works(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b")]);

        var result = await InTime(() => scene.Service.ReconnectAsync(
            async (peer, token) => await scene.Service.UpdateLastSeenAsync(peer.PeerId, token) && await scene.Service.RemovePeerAsync("b", token)));

        result.Connected.Should().Equal("a");
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    /// <summary>A deadlock shall fail one test, not hang all.</summary>
    private static Task<T> InTime<T>(Func<Task<T>> call) => Task.Run(call).WaitAsync(TimeSpan.FromMinutes(5));

    private static Task InTime(Func<Task> call) => Task.Run(call).WaitAsync(TimeSpan.FromMinutes(5));
}
