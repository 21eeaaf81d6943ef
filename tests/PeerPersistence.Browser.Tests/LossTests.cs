using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>The user deletes the site's data while a page is open: it says at once that nobody is there, and goes on from nothing.</summary>
[Collection(nameof(InChromium))]
public sealed class LossTests(ChromiumFixture chromium) : PageTests(chromium)
{
    private const string Told =
        "Added bob, found , Removed alice, Removed bob, updated False, Added carol, later carol kept";

    [ChromiumTheory]
    [InlineData("indexeddb")]
    [InlineData("localstorage")]
    public async Task Service_SitesDataIsClearedInChromium_GoesOnFromNothing(string kind) =>
        (await (await OpenAsync()).RunAsync("loss", kind)).Should().Be(Told);

    [LongFirefoxFact]
    public async Task Service_SitesDataIsClearedInFirefox_GoesOnFromNothing() =>
        (await Firefox.RunAsync(["loss|indexeddb", "loss|localstorage"])).Should()
            .Equal("loss|indexeddb: " + Told, "loss|localstorage: " + Told);
}
