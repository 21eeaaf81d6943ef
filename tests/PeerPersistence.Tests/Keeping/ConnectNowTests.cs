namespace PeerPersistence.Tests;

/// <summary>What a tap of the user does while the keeper is calling already.</summary>
public sealed class ConnectNowTests
{
    [Fact]
    public async Task ConnectNow_WhileATryHangs_BeginsAnew()
    {
        await using var scene = await WhoseFirstTryHangsAsync();
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(1));

        (await scene.Keeper.ConnectNowAsync("a")).Should().BeTrue();

        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
    }

    [Fact]
    public async Task ConnectNow_AYoungTryHangs_BeginsAnewAfterASecond()
    {
        await using var scene = await WhoseFirstTryHangsAsync();

        var tap = scene.Keeper.ConnectNowAsync("a");
        await KeeperScene.Settle();
        scene.Setup.Time.Advance(TimeSpan.FromMilliseconds(999));
        await KeeperScene.Settle();
        scene.Dialled.Should().HaveCount(1);

        await scene.PassUntil(() => scene.Dialled.Count == 2);

        (await tap).Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ConnectNow_ATryHasJustBegun_ItsEndIsTheAnswer(bool answers)
    {
        await using var scene = new KeeperScene();
        var answer = new TaskCompletionSource<IPeerConnection>();
        scene.Connect = (_, _) => answer.Task;
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        var taps = new[] { scene.Keeper.ConnectNowAsync("a"), scene.Keeper.ConnectNowAsync("a") };
        await KeeperScene.Settle();
        if (answers)
            answer.SetResult(new FakeConnection());
        else
            answer.SetException(new IOException());

        (await Task.WhenAll(taps)).Should().AllBeEquivalentTo(answers);
        scene.Dialled.Should().HaveCount(1, "the peer is called once");
        await Eventually.Until(() => scene.Setup.Service.GetPeerAsync("a").Result!.ReconnectionAttempts == (answers ? 0 : 1));
    }

    [Fact]
    public async Task ConnectNow_TappedTwiceAtOnceDuringAPause_BothSayThatThePeerIsConnected()
    {
        var store = new MeetingStore();
        await using var scene = new KeeperScene(options => options.Target = 0, store);
        var answer = new TaskCompletionSource<IPeerConnection>();
        scene.Connect = (_, token) => answer.Task.WaitAsync(token);
        await scene.StartAsync("a");
        scene.Keeper.Pause();
        await Eventually.Until(() => scene.Keeper.IsResting);
        store.Expected = 2;

        var taps = new[] { scene.Keeper.ConnectNowAsync("a"), scene.Keeper.ConnectNowAsync("a") };
        await Eventually.Until(() => scene.Dialled.Count == 1);
        await KeeperScene.Settle();
        answer.SetResult(new FakeConnection());

        (await Task.WhenAll(taps)).Should().AllBeEquivalentTo(true);
    }

    private static async Task<KeeperScene> WhoseFirstTryHangsAsync()
    {
        var scene = new KeeperScene();
        scene.Connect = (_, _) => scene.Dialled.Count == 1
            ? new TaskCompletionSource<IPeerConnection>().Task
            : Task.FromResult<IPeerConnection>(new FakeConnection());
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);
        return scene;
    }

    /// <summary>A store in which those who read wait for each other.</summary>
    private sealed class MeetingStore() : DelegatingKeyValueStore(new InMemoryKeyValueStore())
    {
        private readonly TaskCompletionSource<bool> _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _came;

        public int Expected { get; set; }

        public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
        {
            if (Expected > 0 && Interlocked.Increment(ref _came) == Expected)
                _met.SetResult(true);
            if (Expected > 0)
                await _met.Task.WaitAsync(cancellationToken);
            return await base.GetAsync(key, cancellationToken);
        }
    }
}
