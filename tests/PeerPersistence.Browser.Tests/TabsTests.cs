using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>Several tabs of one site, each in a process of its own.</summary>
[Collection(nameof(InChromium))]
public sealed class TabsTests(ChromiumFixture chromium) : PageTests(chromium)
{
    [ChromiumFact]
    public async Task IndexedDb_FourTabsOf500Updates_EveryUpdateLands()
    {
        var tabs = await OpenAllAsync(4);
        foreach (var tab in tabs)
            await tab.RunAsync("open", "indexeddb");

        await Task.WhenAll(tabs.Select(tab => tab.RunAsync("increment", "500")));

        foreach (var tab in tabs)
            (await tab.RunAsync("read")).Should().Be("2000");
    }

    [ChromiumFact]
    public async Task LocalStorage_SecondTab_IsLockedUntilTheFirstIsClosed()
    {
        var tabs = await OpenAllAsync(2);
        await tabs[0].RunAsync("open", "localstorage");
        await tabs[0].RunAsync("increment", "5");

        await tabs[1].Invoking(tab => tab.RunAsync("open", "localstorage-now")).Should().ThrowAsync<PlaywrightException>()
            .WithMessage("*StoreLockedException*");
        await tabs[0].CloseAsync();

        (await tabs[1].RunAsync("open", "localstorage")).Should().Be("5");
    }

    [ChromiumFact]
    public async Task LocalStorage_WhoseLockIsStolen_TakesNoCommitAndIsClosed()
    {
        var page = await OpenAsync();
        await page.RunAsync("open", "localstorage");
        await page.RunAsync("increment", "5");

        await page.EvaluateAsync("() => navigator.locks.request('peer-persistence:area:counter/', { steal: true }, () => { })");

        await page.Invoking(each => each.RunAsync("increment", "1")).Should().ThrowAsync<PlaywrightException>()
            .WithMessage("*StoreLockedException*");
        (await page.RunAsync("close")).Should().BeEmpty();
        (await page.RunAsync("open", "localstorage")).Should().Be("5");
    }

    [ChromiumFact]
    public Task LocalStorage_HandedOver4Times50_NothingIsLost() => HandOverAsync(turns: 4, updates: 50);

    [LongChromiumFact]
    public Task LocalStorage_HandedOver20Times200_NothingIsLost() => HandOverAsync(turns: 20, updates: 200);

    private async Task HandOverAsync(int turns, int updates)
    {
        var tabs = await OpenAllAsync(4);

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

    private async Task<IPage[]> OpenAllAsync(int count)
    {
        var tabs = new IPage[count];
        for (var i = 0; i < count; i++)
            tabs[i] = await OpenAsync();
        return tabs;
    }
}
