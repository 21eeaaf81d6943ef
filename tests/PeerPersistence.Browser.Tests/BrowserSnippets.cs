using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Browser.Tests;

/// <summary>What docs/browser.md shows.</summary>
public sealed class BrowserSnippets
{
    [Fact]
    public async Task Page_AsShown_ShowsWhoIsKnown()
    {
        var builder = new Builder();
        // docs:begin browser-program
        builder.Services.AddPeerPersistence().UseIndexedDb();
        // docs:end
        await using var app = builder.Services.BuildServiceProvider();
        var peers = app.GetRequiredService<IPeerPersistenceService>();

        var lines = await ShowAsync(peers);

        lines.Should().BeEmpty("nothing is known while a page is prerendered");
    }

    [Fact]
    public async Task Stores_AsShown_AreNamed()
    {
        var services = new ServiceCollection();
        var passphrase = "correct horse";
        // docs:begin browser-choices
        // The users of the JavaScript original keep their friends:
        services.AddPeerPersistence().UseIndexedDb(options => options.MoveFromLocalStorage = true);
        // … or stay in its layout, one tab at a time:
        services.AddKeyedPeerPersistence("in-place").UseLocalStorage();
        // A passphrase instead of the browser's key. The page does not freeze:
        services.AddKeyedPeerPersistence("locked").UseIndexedDb("locked").UsePassphrase(() => passphrase);
        // A store of your own, secrets by WebCrypto:
        services.AddKeyedPeerPersistence("own").UseWebCrypto().UseStore(_ => new InMemoryKeyValueStore());
        // docs:end
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<IPeerPersistenceService>("own").Should().NotBeNull();
    }

    [Fact]
    public async Task Persistence_AsShown_IsAskedFor()
    {
        // docs:begin browser-persistence
        var isKept = await BrowserStorage.RequestPersistenceAsync(); // After a click that explains why.
        var room = await BrowserStorage.EstimateAsync();
        Console.WriteLine($"kept: {isKept}; {room.UsageBytes} of {room.QuotaBytes} bytes");
        // docs:end
        isKept.Should().BeFalse();
    }

    private static async Task<List<string>> ShowAsync(IPeerPersistenceService peers)
    {
        List<string> lines = [];
        // docs:begin browser-component
        foreach (var peer in await peers.QueryPeersAsync())
            lines.Add($"{peer.DisplayName}, last seen {peer.LastSeen:g}");
        // docs:end
        return lines;
    }

    private sealed class Builder
    {
        public ServiceCollection Services { get; } = new();
    }
}
