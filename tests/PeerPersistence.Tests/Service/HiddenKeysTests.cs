using PeerPersistence.Tests.Protection;

namespace PeerPersistence.Tests.Service;

/// <summary>An application's own layer in front of encrypted records, one that does not say what lies inside it.</summary>
public sealed class HiddenKeysTests : IAsyncLifetime
{
    private readonly InMemoryKeyValueStore _inner = new();
    private readonly Setup _setup;

    public HiddenKeysTests(
        ) => _setup = new(store: new PlainStore(EncryptedKeyValueStore.Create(_inner, TestProviders.Fixed())), keys: TestProviders.Fixed());

    public async Task InitializeAsync() => await _setup.Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "secret" });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task ChangeMasterKey_BehindALayerThatHidesIt_IsRefusedAndChangesNothing()
    {
        var before = await _inner.DumpAsync();

        var change = () => _setup.Service.ChangeMasterKeyAsync(TestProviders.Fixed(2));

        await change.Should().ThrowAsync<PeerPersistenceException>().WithMessage("*hides*Nothing was changed.");
        (await _inner.DumpAsync()).Should().Equal(before);
        (await _setup.Service.GetPeerAsync("alice"))!.SharedSecret.Should().Be("secret");
    }

    [Fact]
    public async Task RotateKeys_BehindALayerThatHidesIt_IsRefusedAndChangesNothing()
    {
        var before = await _inner.DumpAsync();

        var rotation = () => _setup.Service.RotateKeysAsync();

        await rotation.Should().ThrowAsync<PeerPersistenceException>().WithMessage("*hides*Nothing was changed.");
        (await _inner.DumpAsync()).Should().Equal(before);
    }
}
