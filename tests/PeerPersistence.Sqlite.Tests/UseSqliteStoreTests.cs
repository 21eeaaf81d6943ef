using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Sqlite.Tests;

public sealed class UseSqliteStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UseSqliteStore_PeerStored_IsThereInTheNextContainer()
    {
        await using (var provider = Provider())
            await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice"));
        Directory.GetFiles(_folder.Folder).Should().Equal([_folder.Database], "the container has closed the store");
        await using (var provider = Provider())
            (await provider.GetRequiredService<IPeerPersistenceService>().GetPeerAsync("alice")).Should().NotBeNull();
    }

    [Fact]
    public async Task UseSqliteStore_NeverUsed_CreatesNoFile()
    {
        await using (var provider = Provider())
            provider.GetRequiredService<IPeerPersistenceService>();
        Directory.GetFiles(_folder.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task UseSqliteStore_OpeningFailed_IsTriedAgain()
    {
        Directory.CreateDirectory(_folder.Database);
        await using var provider = Provider();
        var service = provider.GetRequiredService<IPeerPersistenceService>();
        await FluentActions.Awaiting(() => service.InitializeAsync()).Should().ThrowAsync<PeerPersistenceException>();
        Directory.Delete(_folder.Database);
        await service.StorePeerAsync(PeerData.Create("alice"));
    }

    [Fact]
    public void UseSqliteStore_BadArguments_AreNamedAtOnce()
    {
        var builder = new ServiceCollection().AddPeerPersistence();
        FluentActions.Invoking(() => builder.UseSqliteStore("")).Should().Throw<ArgumentException>().WithParameterName("path");
        FluentActions.Invoking(() => builder.UseSqliteStore("p", new() { MaxSizeBytes = 1 })).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void UseSqliteStore_AsThePackageShowsIt_Compiles()
    {
        var services = new ServiceCollection();

        // docs:begin sqlite-store
        services.AddPeerPersistence().UseSqliteStore("peers.sqlite");
        // docs:end

        services.Should().Contain(service => service.ServiceType == typeof(IPeerPersistenceService));
    }

    private ServiceProvider Provider() =>
        new ServiceCollection().AddPeerPersistence().UseSqliteStore(_folder.Database).Services.BuildServiceProvider();
}
