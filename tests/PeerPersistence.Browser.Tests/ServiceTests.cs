using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>The service in a page, as an app has it.</summary>
[Collection(nameof(InChromium))]
public sealed class ServiceTests(ChromiumFixture chromium)
{
    [ChromiumFact]
    public async Task NoStoreNamed_FirstCall_SaysWhatToName() =>
        (await chromium.RunAsync("no-store")).Should().Be("A browser has no files. Name a store: PeerPersistence.Browser's UseIndexedDb().");

    [ChromiumFact]
    public async Task UseIndexedDb_PageOpenedAgain_HasThePeerAndItsSecret()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await chromium.OpenAsync(context);

        (await page.RunAsync("peers", "my-app")).Should().Be("//");
        await page.ReloadedAsync();
        (await page.RunAsync("peers", "my-app")).Should().Be("Alice/s3cret/Available");
    }

    [ChromiumFact]
    public async Task Page_StrictContentSecurityPolicy_IsNeverViolated()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await chromium.OpenAsync(context);
        await page.EvaluateAsync("() => { globalThis.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective)); }");

        await page.RunAsync("peers", "my-app");
        await page.RunAsync("open", "localstorage");

        (await page.EvaluateAsync<string[]>("() => violations")).Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Watch_AnotherTabStores_IsToldByItsSignal()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var (one, two) = (await chromium.OpenAsync(context), await chromium.OpenAsync(context));
        await one.RunAsync("watch", "begin");

        await two.RunAsync("store-peer", "bob");

        (await one.RunAsync("watch", "end")).Should().Be("Added bob");
    }

    [ChromiumFact]
    public async Task Identities_OneIsRemoved_ItsDatabaseIsGone() =>
        (await chromium.RunAsync("identities")).Should().Be("/his");

    [ChromiumFact]
    public async Task Estimate_Asked_KnowsTheRoom() => (await chromium.RunAsync("estimate")).Should().Be("True True True");
}
