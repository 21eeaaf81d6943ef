using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>Draws the picture of the chat: <c>PEERS_CHAT_PICTURE=folder</c> says where to.</summary>
[Collection(nameof(InChats))]
public sealed class PictureTests(ChromiumFixture chromium)
{
    [PictureFact]
    public async Task Picture_OfAConversation_IsDrawnWideAndNarrow()
    {
        await using var server = await ChatServer.StartAsync();
        var pages = new List<ChatPage>();
        foreach (var name in new[] { "alice", "bob", "carol", "dave" })
        {
            var address = pages.Count == 0 ? server.Address : (await pages[0].InviteAsync()).Link;
            pages.Add(await ChatPage.BeginAsync(await chromium.Browser.NewContextAsync(), address, name));
            await pages[^1].SeesAsync([.. pages.SkipLast(1).Select(page => page.Name)]);
        }

        var (alice, bob, carol, dave) = (pages[0], pages[1], pages[2], pages[3]);
        await bob.SayAsync("Shall we meet at the lake on Sunday?");
        await alice.HearsAsync("Shall we meet at the lake on Sunday?");
        await carol.SayAsync("Yes! I bring the boat.");
        await alice.HearsAsync("Yes! I bring the boat.");
        await bob.ReloadedAsync();
        await alice.TellsAsync("bob is back");
        await alice.DoAsync("Disconnect", "carol");
        await alice.SeesAsAsync("carol", "Through");
        await carol.SayAsync("And who brings the cake?");
        await alice.HearsAsync("And who brings the cake?");
        await alice.SayAsync("I do.");
        await dave.Page.Context.CloseAsync();
        await alice.SeesAsAsync("dave", "Away");
        await alice.DoAsync("Pin", "bob");

        foreach (var (width, height) in new[] { (1200, 640), (500, 800) })
        {
            await alice.Page.SetViewportSizeAsync(width, height);
            await alice.Page.ScreenshotAsync(new() { Path = Path.Combine(PictureFactAttribute.Folder!, $"meshchat-web-{width}.png") });
        }

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Invite or join" }).ClickAsync();
        await alice.Page.ScreenshotAsync(new() { Path = Path.Combine(PictureFactAttribute.Folder!, "inviting.png") });
    }
}

/// <summary>Runs where <c>PEERS_CHAT_PICTURE</c> names a folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PictureFactAttribute : FactAttribute
{
    public PictureFactAttribute() => Skip = Folder is null ? "It draws a picture: PEERS_CHAT_PICTURE names the folder" : Chromium.Missing;

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("PEERS_CHAT_PICTURE");
}
