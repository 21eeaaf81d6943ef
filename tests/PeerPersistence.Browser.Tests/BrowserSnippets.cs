using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace PeerPersistence.Browser.Tests;

/// <summary>What docs/browser.md shows.</summary>
public sealed class BrowserSnippets
{
    [Fact]
    public async Task Program_AsShown_FindsNothingWhileAPageIsPrerendered()
    {
        var builder = new Builder();
        // docs:begin browser-program
        builder.Services.AddPeerPersistence().UseIndexedDb();
        // docs:end
        await using var app = builder.Services.BuildServiceProvider();

        (await app.GetRequiredService<IPeerPersistenceService>().QueryPeersAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Page_AsShown_ShowsWhoIsKnown()
    {
        await using var app = new ServiceCollection().AddPeerPersistence().UseInMemoryStore().Services.BuildServiceProvider();
        await app.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice") with { DisplayName = "Alice" });
        await using var renderer = new HtmlRenderer(app, NullLoggerFactory.Instance);

        var page = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Friends>()).ToHtmlString());

        page.Should().Contain("<li>Alice, last seen ");
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

    private sealed class Builder
    {
        public ServiceCollection Services { get; } = new();
    }
}
