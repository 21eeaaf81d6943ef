using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Protection.Providers;

public sealed class PlatformKeyStoreTests
{
    [Fact]
    public void Create_AnySystem_IsThatOfTheSystem()
    {
        var expected = OperatingSystem.IsWindows() ? "dpapi" : OperatingSystem.IsMacOS() ? "keychain" : "secret service";

        var keys = PlatformKeyStore.Create("my-chat");

        keys.Name.Should().Be(expected);
        keys.Strength.Should().Be(KeyStrength.OperatingSystem);
    }

    [Fact]
    public async Task Container_EachByItsName_ServesIt()
    {
        (string Name, Action<IPeerPersistenceBuilder> Use)[] all =
        [
            (PlatformKeyStore.Create().Name, builder => builder.UsePlatformKeyStore("my-chat")), ("secret service", builder => builder.UseSecretService("my-chat")),
            ("keychain", builder => builder.UseKeychain("my-chat")), ("dpapi", builder => builder.UseDpapi()),
            ("systemd credential", builder => builder.UseSystemdCredential("peers.key")),
        ];
        foreach (var (name, use) in all)
        {
            var services = new ServiceCollection();
            use(services.AddPeerPersistence().UseInMemoryStore());
            await using var provider = services.BuildServiceProvider();

            provider.GetRequiredKeyedService<IMasterKeyProvider>("").Name.Should().Be(name);
            provider.GetRequiredService<IPeerPersistenceService>().KeyStrength.Should().Be(KeyStrength.OperatingSystem);
        }
    }

    [Fact]
    public async Task Container_NoneNamed_TakesNone()
    {
        await using var provider = new ServiceCollection().AddPeerPersistence().UseInMemoryStore().Services.BuildServiceProvider();

        provider.GetRequiredService<IPeerPersistenceService>().KeyStrength.Should().Be(KeyStrength.FileSystem);
    }

    [Fact]
    public void Name_EmptyOrNotText_IsRefused()
    {
        foreach (var name in (string[])["", "a\0b", "\ud800"])
        {
            FluentActions.Invoking(() => new SecretServiceProvider(name)).Should().Throw<ArgumentException>().WithParameterName("application");
            FluentActions.Invoking(() => new SecretServiceProvider("my-chat", name)).Should().Throw<ArgumentException>().WithParameterName("key");
            FluentActions.Invoking(() => new KeychainProvider(name)).Should().Throw<ArgumentException>().WithParameterName("application");
            FluentActions.Invoking(() => new KeychainProvider("my-chat", name)).Should().Throw<ArgumentException>().WithParameterName("key");
        }
    }

    [Fact]
    public async Task Open_WithAnotherProviderThanTheRings_NamesBoth()
    {
        var store = new InMemoryKeyValueStore();
        using var file = new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        await using (var peers = new PeerPersistenceService(store, new(), file))
            await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });

        await using var other = new PeerPersistenceService(store, new(), new SystemdCredentialProvider("peers.key", () => null));

        (await other.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
        await FluentActions.Awaiting(() => other.StorePeerAsync(PeerData.Create("bob") with { SharedSecret = "x" }))
            .Should().ThrowAsync<SecretUnavailableException>().WithMessage("*'fixed'*'systemd credential'*");
    }
}
