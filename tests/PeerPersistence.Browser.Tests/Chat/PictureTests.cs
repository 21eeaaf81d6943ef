using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>A conversation of four, wide and narrow. <c>PEERS_CHAT_PICTURE=folder</c> keeps the pictures.</summary>
[Collection(nameof(InChats))]
public sealed class PictureTests(ChromiumFixture chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PEERS_CHAT_PICTURE");

    [PictureFact]
    public async Task Conversation_OnWideAndNarrowScreens_FitsAndIsDrawn()
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
            (await alice.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
            await DrawAsync(alice, $"meshchat-web-{width}.png");
        }

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Invite or join" }).ClickAsync();
        await DrawAsync(alice, "inviting.png");
    }

    private static async Task DrawAsync(ChatPage chat, string name)
    {
        var picture = await chat.Page.ScreenshotAsync();
        if (Folder is not null)
            await File.WriteAllBytesAsync(Path.Combine(Folder, name), picture);
    }

    /// <summary>Runs with the long tests, and where the pictures are wanted.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PictureFactAttribute : FactAttribute
    {
        public PictureFactAttribute() => Skip = Chromium.Missing ?? (Folder is null ? LongTests.Reason : null);
    }
}
