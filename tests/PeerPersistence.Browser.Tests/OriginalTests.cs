using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>A user of the JavaScript original keeps all friends and their secrets.</summary>
[Collection(nameof(InChromium))]
public sealed class OriginalTests(ChromiumFixture chromium) : PageTests(chromium)
{
    [ChromiumFact]
    public async Task UseLocalStorage_InPlace_OpensAll39SecretsAndTheOldKeyIsGone()
    {
        var page = await OpenOriginalAsync();
        for (var visit = 0; visit < 2; visit++)
        {
            (await page.RunAsync("original-in-place")).Should()
                .StartWith("40 peers, 39 secrets, ").And.EndWith("old key there: False");
            await page.ReloadedAsync();
        }
    }

    [ChromiumFact]
    public async Task MoveFromLocalStorage_FirstVisit_BringsAllOverAndLeavesNothing()
    {
        var page = await OpenOriginalAsync();
        for (var visit = 0; visit < 2; visit++)
        {
            (await page.RunAsync("original-moved")).Should().Be("40 peers, 39 secrets, 0 keys, old key there: False");
            await page.ReloadedAsync();
        }
    }

    [ChromiumFact]
    public async Task MoveFromLocalStorage_EndedBeforeTheRemoval_EndsTheSame()
    {
        var page = await OpenOriginalAsync();
        // As if the page had died between the commit and the removal: what was moved lies in localStorage still.
        await page.RunAsync("original-moved-by-half");
        await page.ReloadedAsync();

        (await page.RunAsync("original-moved")).Should().Be("40 peers, 39 secrets, 0 keys, old key there: False");
    }

    [ChromiumFact]
    public async Task MoveFromLocalStorage_DatabaseHasPeersOfItsOwn_LeavesBothAsTheyAre()
    {
        var page = await OpenOriginalAsync();
        await page.RunAsync("original-moved");
        await page.RunAsync("original-set");

        (await page.RunAsync("original-moved")).Should().Be("40 peers, 39 secrets, 44 keys, old key there: True");
    }

    /// <summary>Where the original has left its user's friends.</summary>
    private async Task<IPage> OpenOriginalAsync()
    {
        var page = await OpenAsync();
        (await page.RunAsync("original-set")).Should().Be("44");
        return page;
    }
}
