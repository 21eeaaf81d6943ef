using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.DependencyInjection;

/// <summary>The service in parts: a class asks for the few calls it uses.</summary>
public sealed class PartsTests
{
    public static TheoryData<Type> Parts() =>
        [.. typeof(IPeerPersistenceService).GetInterfaces().Where(part => part != typeof(IAsyncDisposable))];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Part_Resolved_IsTheServiceItself(Type part)
    {
        var services = new ServiceCollection();
        services.AddPeerPersistence().UseInMemoryStore();
        services.AddKeyedPeerPersistence("alice").UseInMemoryStore();
        await using var provider = services.BuildServiceProvider();

        provider.GetService(part).Should().BeSameAs(provider.GetRequiredService<IPeerPersistenceService>());
        provider.GetRequiredKeyedService(part, "alice").Should().BeSameAs(provider.GetRequiredKeyedService<IPeerPersistenceService>("alice"));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Part_IsSmall(Type part) => part.GetMethods().Should().HaveCountLessThanOrEqualTo(8);

    [Fact]
    public async Task Part_OfTheApplicationsOwn_Stays()
    {
        var own = Moq.Mock.Of<IPeerEvents>();
        var services = new ServiceCollection().AddSingleton(own);
        services.AddPeerPersistence().UseInMemoryStore();
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IPeerEvents>().Should().BeSameAs(own);
    }
}
