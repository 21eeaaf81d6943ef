using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>Several tabs of one site, each in a process of its own.</summary>
[Collection(nameof(InChromium))]
public sealed class TabsTests(ChromiumFixture chromium) : IAsyncLifetime
{
    private IBrowserContext _context = null!;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is null)
            _context = await chromium.Browser.NewContextAsync();
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
            await _context.DisposeAsync();
    }

    [ChromiumFact]
    public async Task IndexedDb_FourTabsOf500Updates_EveryUpdateLands()
    {
        var tabs = await OpenAsync(4);
        foreach (var tab in tabs)
            await tab.RunAsync("open", "indexeddb");

        await Task.WhenAll(tabs.Select(tab => tab.RunAsync("increment", "500")));

        foreach (var tab in tabs)
            (await tab.RunAsync("read")).Should().Be("2000");
    }

    [ChromiumFact]
    public async Task LocalStorage_SecondTab_IsLockedUntilTheFirstIsClosed()
    {
        var tabs = await OpenAsync(2);
        await tabs[0].RunAsync("open", "localstorage");
        await tabs[0].RunAsync("increment", "5");

        await tabs[1].Invoking(tab => tab.RunAsync("open", "localstorage-now")).Should().ThrowAsync<PlaywrightException>()
            .WithMessage("*StoreLockedException*");
        await tabs[0].CloseAsync();

        (await tabs[1].RunAsync("open", "localstorage")).Should().Be("5");
    }

    [ChromiumFact]
    public Task LocalStorage_HandedOver4Times50_NothingIsLost() => HandOverAsync(turns: 4, updates: 50);

    [LongChromiumFact]
    public Task LocalStorage_HandedOver20Times200_NothingIsLost() => HandOverAsync(turns: 20, updates: 200);

    private async Task HandOverAsync(int turns, int updates)
    {
        var tabs = await OpenAsync(4);

        // All at once: who comes first owns it, the others wait.
        await Task.WhenAll(tabs.Select(async tab =>
        {
            for (var turn = 0; turn < turns; turn++)
            {
                await tab.RunAsync("open", "localstorage-patient");
                await tab.RunAsync("increment", $"{updates}");
                await tab.RunAsync("close");
            }
        }));

        (await tabs[0].RunAsync("open", "localstorage")).Should().Be($"{tabs.Length * turns * updates}");
    }

    private async Task<IPage[]> OpenAsync(int count)
    {
        var tabs = new IPage[count];
        for (var i = 0; i < count; i++)
            tabs[i] = await chromium.OpenAsync(_context);
        return tabs;
    }
}
