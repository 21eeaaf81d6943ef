using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>A user of the JavaScript original opens samples/MeshChat.Web on the same site.</summary>
[Collection(nameof(InChats))]
public sealed class OriginalUserTests(ChromiumFixture chromium)
{
    [ChromiumFact]
    public async Task Page_WithTheOriginalsDump_ShowsAllFriendsAndTheirSecrets()
    {
        await using var server = await ChatServer.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await ChatPage.OpenAsync(context, server.Address + "app.css", "ivan");
        var dump = await File.ReadAllTextAsync("Data/localStorage.json");
        await page.Page.EvaluateAsync("dump => Object.assign(localStorage, JSON.parse(dump))", dump);

        var chat = await ChatPage.BeginAsync(context, server.Address, "ivan");

        foreach (var visit in new[] { chat, await chat.ReloadedAsync() })
        {
            await visit.Page.Locator("[data-peer]").Nth(39).WaitForAsync();
            (await visit.Page.Locator("[data-peer]").CountAsync()).Should().Be(40);
            (await visit.Page.GetByTitle("You share a secret").CountAsync()).Should().Be(39);
        }

        (await chat.Page.EvaluateAsync<bool>("() => Object.keys(localStorage).some(key => key.startsWith('mesh:'))")).Should().BeFalse();
    }
}
