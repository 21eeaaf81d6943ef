using System.Text;
using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Protection;

/// <summary>The master key is lost for good: the peers stay, and secrets can be stored again.</summary>
public sealed class StartOverTests
{
    private const string Ring = "mesh:encryption:key";

    private static IMasterKeyProvider NewKey => TestProviders.Fixed(7);

    [Theory, OnEveryStore]
    public async Task StartOver_KeyLost_KeepsThePeersAndSealsAgain(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([Full(scene, "a"), Full(scene, "b"), scene.Friend("c")]);
        await scene.Service.RecordConnectedAsync("a", new() { Latency = TimeSpan.FromMilliseconds(20) });
        var before = await scene.GetAsync("a");
        await using var service = scene.Another(keys: NewKey);
        await FluentActions.Awaiting(() => service.StorePeerAsync(scene.Friend("d") with { SharedSecret = "new" })).Should().ThrowAsync<SecretUnavailableException>();

        (await service.StartOverWithNewKeyAsync()).Should().Be(2);

        var after = (await service.GetPeerAsync("a"))!;
        after.Should().BeEquivalentTo(before with { SharedSecret = null, SecretStatus = SecretStatus.None }, options => options.Excluding(peer => peer.Metadata).Excluding(peer => peer.IsFriend));
        (await service.CheckHealthAsync()).Keys.Should().Be(KeyStatus.Available);
        await service.StorePeersAsync([scene.Friend("a") with { SharedSecret = "new" }, scene.Friend("d") with { SharedSecret = "other" }]);
        await using var later = scene.Another(keys: NewKey);
        (await later.GetPeersAsync(["a", "b", "d"])).Select(peer => peer.SharedSecret).Should().Equal("new", null, "other");
        (await later.StartOverWithNewKeyAsync(evenIfReadable: true)).Should().Be(2);
    }

    [Fact]
    public async Task StartOver_KeyReadable_IsRefusedUnlessAskedFor()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });
        var before = await setup.Store.DumpAsync();

        await FluentActions.Awaiting(() => setup.Service.StartOverWithNewKeyAsync()).Should().ThrowAsync<InvalidOperationException>();

        (await setup.Store.DumpAsync()).Should().Equal(before);
        (await setup.Service.StartOverWithNewKeyAsync(evenIfReadable: true)).Should().Be(1);
        (await setup.Store.TextAsync(Ring)).Should().NotBe(before[Ring]);
        await setup.Store.SetTextAsync("mesh:peer:a", before["mesh:peer:a"]);
        (await setup.Service.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable, "the old key is gone");
    }

    [Fact]
    public async Task StartOver_NoKeyAndNoSecret_DoesNothing()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));
        (await setup.Service.StartOverWithNewKeyAsync()).Should().Be(0);
        (await setup.Store.TextAsync(Ring)).Should().BeNull();
    }

    [Fact]
    public async Task StartOver_NewKeyCannotBeHadEither_ChangesNothing()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });
        var before = await setup.Store.DumpAsync();
        await using var service = setup.Another(new CountingProvider(NewKey) { Failure = new IOException("locked") });

        await FluentActions.Awaiting(() => service.StartOverWithNewKeyAsync()).Should().ThrowAsync<SecretUnavailableException>();

        (await setup.Store.DumpAsync()).Should().Equal(before);
    }

    [Theory]
    [InlineData("removed"), InlineData("forgotten")]
    public async Task StoreSecret_RingThatSealsNothing_IsReplaced(string how)
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync([setup.Friend("a") with { SharedSecret = "s" }, setup.Friend("b")]);
        if (how == "removed")
            await setup.Service.RemovePeerAsync("a");
        else
            await setup.Service.UpdatePeerAsync("a", peer => peer with { SharedSecret = null, SecretStatus = SecretStatus.None });
        await using var service = setup.Another(NewKey);

        await service.StorePeersAsync([setup.Friend("b") with { SharedSecret = "one" }, setup.Friend("c") with { SharedSecret = "two" }]);

        (await service.GetPeersAsync(["b", "c"])).Select(peer => peer.SharedSecret).Should().Equal("one", "two");
    }

    [Theory]
    [InlineData("damaged"), InlineData("{}"), InlineData("")]
    public async Task StoreSecret_RingThatIsNone_IsReplacedWhereItSealsNothing(string ring)
    {
        await using var setup = new Setup();
        await setup.Store.SetTextAsync(Ring, ring);

        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });

        (await setup.Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("s");
    }

    [Fact]
    public async Task StoreSecret_RingThatMaySealSomething_Stays()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync([setup.Friend("a") with { SharedSecret = "s" }, setup.Friend("b")]);
        var record = (await setup.Store.TextAsync("mesh:peer:a"))!;
        foreach (var other in new[] { record, "{" })
        {
            await setup.Store.SetTextAsync("mesh:peer:a", other);
            await using var service = setup.Another(NewKey);
            await FluentActions.Awaiting(() => service.StorePeerAsync(setup.Friend("b") with { SharedSecret = "x" }))
                .Should().ThrowAsync<SecretUnavailableException>("a record holds a secret, or may hold one");
        }

        await setup.Store.SetTextAsync("mesh:peer:a", record);
        (await setup.Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("s");
    }

    [Fact]
    public async Task NewerRing_ThatSealsNothing_Stays()
    {
        await using var setup = new Setup();
        const string Newer = """{"format":2,"rings":[]}""";
        await setup.Store.SetTextAsync(Ring, Newer);

        await FluentActions.Awaiting(() => setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" })).Should().ThrowAsync<SecretUnavailableException>();
        await FluentActions.Awaiting(() => setup.Service.StartOverWithNewKeyAsync()).Should().ThrowAsync<SecretUnavailableException>();

        (await setup.Store.TextAsync(Ring)).Should().Be(Newer);
    }

    private static PeerData Full(Scene scene, string peerId) => scene.Friend(peerId) with
    {
        SharedSecret = "s of " + peerId, PublicKey = "{}", DisplayName = "Name", IsPinned = true, CachedCandidates = [new("one")], LastKnownIP = "192.0.2.1",
    };
}
