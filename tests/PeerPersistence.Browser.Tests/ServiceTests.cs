using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>The service in a page, as an app has it.</summary>
[Collection(nameof(InChromium))]
public sealed class ServiceTests(ChromiumFixture chromium) : PageTests(chromium)
{
    [ChromiumFact]
    public async Task NoStoreNamed_FirstCall_SaysWhatToName() =>
        (await Fixture.RunAsync("no-store")).Should().Be("A browser has no files. Name a store: PeerPersistence.Browser's UseIndexedDb().");

    [ChromiumFact]
    public async Task UseIndexedDb_PageOpenedAgain_HasThePeerAndItsSecret()
    {
        var page = await OpenAsync();

        (await page.RunAsync("peers", "my-app")).Should().Be("//");
        await page.ReloadedAsync();
        (await page.RunAsync("peers", "my-app")).Should().Be("Alice/s3cret/Available");
    }

    [ChromiumFact]
    public async Task Page_StrictContentSecurityPolicy_IsNeverViolated()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("() => { globalThis.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective)); }");

        await page.RunAsync("peers", "my-app");
        await page.RunAsync("open", "localstorage");

        (await page.EvaluateAsync<string[]>("() => violations")).Should().BeEmpty();
    }

    [ChromiumFact]
    public async Task Watch_AnotherTabStores_IsToldByItsSignal()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await one.RunAsync("watch", "begin");

        await two.RunAsync("store-peer", "bob");

        (await one.RunAsync("watch", "end")).Should().Be("Added bob");
    }

    [ChromiumFact]
    public async Task Identities_OneIsRemoved_ItsDatabaseIsGone() =>
        (await Fixture.RunAsync("identities")).Should().Be("/his");

    [ChromiumFact]
    public async Task Estimate_Asked_KnowsTheRoom() => (await Fixture.RunAsync("estimate")).Should().Be("True True True");
}
