namespace PeerPersistence.Tests.Service;

public sealed class KeyUsageTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeersAsync(
        [_setup.Friend("a") with { SharedSecret = "a's" }, _setup.Friend("b"), _setup.Friend("c") with { SharedSecret = "c's" }]);

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task GetKeyUsage_NoSecretYet_NamesNoKeyAndMakesNone()
    {
        await using var empty = new Setup();
        (await empty.Service.GetKeyUsageAsync()).Should().BeEmpty();
        (await empty.Store.TextAsync("mesh:encryption:key")).Should().BeNull();
    }

    [Fact]
    public async Task GetKeyUsage_SomeSecrets_CountsThemWithoutTheMasterKey()
    {
        await using var locked = _setup.Another(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));

        (await Service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Active, 2));
        (await locked.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Active, 2));
    }

    [Fact]
    public async Task GetKeyUsage_AfterARotation_ShowsTheOldKeyDestroyed()
    {
        await Service.RotateKeysAsync();
        (await Service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Destroyed, 0), new KeyUsage(2, KeyState.Active, 2));
    }

    [Fact]
    public async Task GetKeyUsage_RotationLeftADamagedRecord_ShowsTheKeyKeptForIt()
    {
        await _setup.Store.SetTextAsync("mesh:peer:a", "{");
        await Service.RotateKeysAsync();
        (await Service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.DecryptOnly, 0), new KeyUsage(2, KeyState.Active, 1));
    }

    [Fact]
    public async Task GetKeyUsage_KeyRingLost_SaysThatTheKeyIsMissing()
    {
        await _setup.Store.CommitAsync(new KeyValueBatch().Remove("mesh:encryption:key"));
        (await Service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, null, 2));
    }

    [Fact]
    public async Task GetKeyUsage_KeyRingDamaged_IsAnError()
    {
        await _setup.Store.SetTextAsync("mesh:encryption:key", "{}");
        await FluentActions.Awaiting(() => Service.GetKeyUsageAsync()).Should().ThrowAsync<SecretUnavailableException>();
    }
}
