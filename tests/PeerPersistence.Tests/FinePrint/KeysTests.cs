using Moq;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.FinePrint;

public sealed class KeysTests
{
    public static TheoryData<StoreKind, string> Writes
    {
        get
        {
            var data = new TheoryData<StoreKind, string>();
            foreach (var name in EveryCall.ThatWrites.Keys.Except(["store new", "remove", "remove several", "stale", "lru", "clear", "rotate", "change key", "start over"]))
            {
                data.Add(StoreKind.Memory, name);
                data.Add(StoreKind.File, name);
            }

            return data;
        }
    }

    [Theory, OnEveryStore]
    public async Task NoSecretYet_NoCallMakesOrReadsAKey(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var keys = new Mock<IMasterKeyProvider>();
        keys.Setup(k => k.Name).Returns("mock");
        await using var service = scene.Another(keys: keys.Object);
        foreach (var call in EveryCall.Names.Except(["store new"]))
        {
            await service.StorePeerAsync(scene.Friend("a"));
            await EveryCall.RunAsync(call, service);
        }

        keys.Verify(k => k.WrapAsync(It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<CancellationToken>()), Times.Never);
        keys.Verify(k => k.UnwrapAsync(It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<CancellationToken>()), Times.Never);
        (await scene.Store.GetAsync("mesh:encryption:key")).Should().BeNull();
    }

    [Theory, OnEveryStore]
    public async Task KeyFileLost_EverythingButSecretsGoesOnAndNothingIsMinted(StoreKind kind)
    {
        using var folder = new TempFolder();
        var path = folder.Combine("keys", "master.key");
        await using var scene = await Scene.OpenAsync(kind);
        await using (var before = scene.Another(keys: new KeyFileProvider(path)))
            await before.StorePeersAsync([scene.Friend("a") with { SharedSecret = "s" }, scene.Friend("b")]);
        var key = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        await using var service = scene.Another(keys: new KeyFileProvider(path));

        await service.InitializeAsync();
        (await service.QueryPeersAsync()).Select(peer => (peer.PeerId, peer.SecretStatus, peer.SharedSecret))
            .Should().Equal(("a", SecretStatus.KeyUnavailable, null), ("b", SecretStatus.None, null));
        var dump = await scene.DumpAsync();
        foreach (var store in new Func<Task>[]
        {
            () => service.StorePeerAsync(scene.Friend("new") with { SharedSecret = "t" }),
            () => service.StorePeerAsync(scene.Friend("b") with { SharedSecret = "t" }),
            () => service.StorePeersAsync([scene.Friend("new"), scene.Friend("newer") with { SharedSecret = "" }]),
            () => service.UpdatePeerAsync("a", peer => peer with { SharedSecret = "t" }),
            () => service.ImportDataAsync(new() { Peers = [scene.Friend("new") with { SharedSecret = "t" }] }),
            () => service.RotateKeysAsync(),
        })
            await store.Should().ThrowAsync<SecretUnavailableException>();

        (await scene.DumpAsync()).Should().Equal(dump);
        File.Exists(path).Should().BeFalse();
        await File.WriteAllBytesAsync(path, key);
        (await service.GetPeerAsync("a"))!.SharedSecret.Should().Be("s", "the same service works again with the key back");
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task WrongKey_AnyWrite_CarriesTheCiphertextAlong(StoreKind kind, string call)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { SharedSecret = "s" });
        await using var locked = scene.Another(keys: new FixedKeyProvider(new byte[32].Select((_, i) => (byte)(i + 7)).ToArray()));

        await EveryCall.RunAsync(call, locked);

        await using var again = scene.Another();
        (await again.GetPeerAsync("a"))!.SharedSecret.Should().Be("s");
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_SecretCannotBeOpened_NullKeepsItAndOnlyNoneForgetsIt(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a") with { SharedSecret = "s" }, scene.Friend("b") with { SharedSecret = "s" }]);
        await using var locked = scene.Another(keys: new FixedKeyProvider(new byte[32].Select((_, i) => (byte)(i + 7)).ToArray()));

        await locked.UpdatePeerAsync("a", peer => peer with { SharedSecret = null, DisplayName = "A" });
        await locked.UpdatePeerAsync("a", peer => peer with { SecretStatus = SecretStatus.Available });
        await locked.UpdatePeerAsync("b", peer => peer with { SecretStatus = SecretStatus.None });

        await using var again = scene.Another();
        var (a, b) = ((await again.GetPeerAsync("a"))!, (await again.GetPeerAsync("b"))!);
        (a.SharedSecret, a.SecretStatus, a.DisplayName).Should().Be(("s", SecretStatus.Available, "A"));
        (b.SharedSecret, b.SecretStatus).Should().Be((null, SecretStatus.None));
    }

    [Theory, OnEveryStore, Trait("Large", "")]
    public async Task Secrets_OfAnyLength_ComeBack(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        foreach (var secret in new[] { "x", "", "\0", "🔑", new string('s', 300 * 1024), new string('\u00e4', PeerLimits.SecretBytes / 2), "" })
        {
            await scene.Service.StorePeerAsync(scene.Friend("a") with { SharedSecret = secret });
            await scene.RestartAsync();

            var peer = await scene.GetAsync("a");
            (peer.SecretStatus, peer.SharedSecret == secret).Should().Be((SecretStatus.Available, true));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProviderThatBreaks_IsAMissingKeyAndNoCancellation(bool cancels)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { SharedSecret = "s" });
        Exception error = cancels ? new OperationCanceledException() : new InvalidOperationException("s3cr3t key bytes");
        var keys = new Mock<IMasterKeyProvider>();
        keys.Setup(k => k.Name).Returns("mock");
        keys.Setup(k => k.UnwrapAsync(It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<CancellationToken>())).ThrowsAsync(error);
        await using var service = scene.Another(keys: keys.Object);

        (await service.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
        (await FluentActions.Awaiting(() => service.StorePeerAsync(scene.Friend("b") with { SharedSecret = "t" })).Should().ThrowAsync<SecretUnavailableException>())
            .Which.Message.Should().NotContain("s3cr3t");
    }
}
