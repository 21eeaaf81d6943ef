using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>A user of the JavaScript original keeps all friends and their secrets.</summary>
[Collection(nameof(InChromium))]
public sealed class OriginalTests(ChromiumFixture chromium) : IAsyncLifetime
{
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null)
            return;
        _page = await chromium.OpenAsync(await chromium.Browser.NewContextAsync());
        (await _page.RunAsync("original-set")).Should().Be("44");
    }

    public async Task DisposeAsync()
    {
        if (_page is not null)
            await _page.Context.DisposeAsync();
    }

    [ChromiumFact]
    public async Task UseLocalStorage_InPlace_OpensAll39SecretsAndTheOldKeyIsGone()
    {
        for (var visit = 0; visit < 2; visit++)
        {
            (await _page.RunAsync("original-in-place")).Should()
                .StartWith("40 peers, 39 secrets, ").And.EndWith("old key there: False");
            await _page.ReloadedAsync();
        }
    }

    [ChromiumFact]
    public async Task MoveFromLocalStorage_FirstVisit_BringsAllOverAndLeavesNothing()
    {
        for (var visit = 0; visit < 2; visit++)
        {
            (await _page.RunAsync("original-moved")).Should().Be("40 peers, 39 secrets, 0 keys, old key there: False");
            await _page.ReloadedAsync();
        }
    }

    [ChromiumFact]
    public async Task MoveFromLocalStorage_EndedBeforeTheRemoval_EndsTheSame()
    {
        // As if the page had died between the commit and the removal: what was moved lies in localStorage still.
        await _page.RunAsync("original-moved-by-half");
        await _page.ReloadedAsync();

        (await _page.RunAsync("original-moved")).Should().Be("40 peers, 39 secrets, 0 keys, old key there: False");
    }

    [ChromiumFact]
    public async Task MoveFromLocalStorage_DatabaseHasPeersOfItsOwn_LeavesBothAsTheyAre()
    {
        await _page.RunAsync("original-moved");
        await _page.RunAsync("original-set");

        (await _page.RunAsync("original-moved")).Should().Be("40 peers, 39 secrets, 44 keys, old key there: True");
    }
}
