namespace PeerPersistence.Tests.FinePrint;

/// <summary>Cancellation is never wrapped, and what was cancelled before it began has changed nothing.</summary>
public sealed class CancellationTests
{
    public static TheoryData<StoreKind, string> Cases => EveryCall.OnEveryStore();

    [Theory, MemberData(nameof(Cases))]
    public async Task AnyCall_CancelledBeforeItBegan_ThrowsAndChangesNothing(StoreKind kind, string call)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a") with { BlacklistUntil = scene.Now.AddMinutes(1) }, scene.Friend("b")]);
        scene.Clock.Advance(TimeSpan.FromDays(40));
        var before = await scene.DumpAsync();

        await ThrowsAsync(scene.Service, call);
        await scene.RestartAsync();
        await ThrowsAsync(scene.Service, call);

        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task AnyCall_CancelledBeforeTheFirstUse_LeavesAFreshStoreFresh(StoreKind kind, string call)
    {
        await using var scene = await Scene.OpenAsync(kind);

        await ThrowsAsync(scene.Service, call);

        (await scene.DumpAsync()).Should().BeEmpty();
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_CancelledByItsFunction_ChangesNothing(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        var before = await scene.DumpAsync();
        using var source = new CancellationTokenSource();

        var update = () => scene.Service.UpdatePeerAsync("a", peer =>
        {
            source.Cancel();
            return peer with { DisplayName = "A" };
        }, source.Token);

        await update.Should().ThrowAsync<OperationCanceledException>();
        (await scene.DumpAsync()).Should().Equal(before);
        (await scene.Service.UpdateLastSeenAsync("a")).Should().BeTrue("no gate stays shut");
    }

    private static async Task ThrowsAsync(IPeerPersistenceService service, string call)
    {
        var token = new CancellationToken(canceled: true);
        (await FluentActions.Awaiting(() => EveryCall.RunAsync(call, service, token)).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(token);
    }
}
