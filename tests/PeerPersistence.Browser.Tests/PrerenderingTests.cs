using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Browser.Tests;

/// <summary>On a server that prerenders a page there is no browser: nothing is read, nothing kept, nothing shared between visitors.</summary>
public sealed class PrerenderingTests : IAsyncDisposable
{
    private readonly ServiceProvider _provider = Provider(builder => builder.UseIndexedDb());

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Reads_Prerendering_FindNothing()
    {
        var peers = _provider.GetRequiredService<IPeerPersistenceService>();

        (await peers.GetPeerAsync("alice")).Should().BeNull();
        (await peers.QueryPeersAsync()).Should().BeEmpty();
        (await peers.GetReconnectionCandidatesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Store_Prerendering_IsRefusedInWords()
    {
        var peers = _provider.GetRequiredService<IPeerPersistenceService>();

        (await peers.Invoking(each => each.StorePeerAsync(PeerData.Create("alice"))).Should().ThrowAsync<PeerPersistenceException>())
            .WithMessage("*prerendered*OnAfterRenderAsync*");
        (await peers.GetPeerAsync("alice")).Should().BeNull();
    }

    [Fact]
    public async Task Secret_Prerendering_IsRefusedAndNoKeyIsMade()
    {
        var peers = _provider.GetRequiredService<IPeerPersistenceService>();

        await peers.Invoking(each => each.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s" }))
            .Should().ThrowAsync<PeerPersistenceException>();
        await new WebCryptoKeyProvider().Invoking(each => each.WrapAsync(new byte[32], default).AsTask())
            .Should().ThrowAsync<SecretUnavailableException>();
    }

    [Fact]
    public async Task UseLocalStorage_Prerendering_IsTheSame()
    {
        await using var provider = Provider(builder => builder.UseLocalStorage());

        (await provider.GetRequiredService<IPeerPersistenceService>().GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task BrowserStorage_NoBrowser_KnowsNothing()
    {
        (await BrowserStorage.EstimateAsync()).Should().Be(new StorageEstimate());
        (await BrowserStorage.RequestPersistenceAsync()).Should().BeFalse();
    }

    private static ServiceProvider Provider(Action<IPeerPersistenceBuilder> name)
    {
        var services = new ServiceCollection();
        name(services.AddPeerPersistence());
        return services.BuildServiceProvider();
    }
}
