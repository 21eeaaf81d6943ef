using PeerPersistence.Browser.Tests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>Alice's page is in Chromium, Bob's in Firefox.</summary>
[Collection(nameof(InChats))]
public sealed class TwoBrowsersTests(ChromiumFixture chromium, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [LongFirefoxFact]
    public async Task Pages_OfTwoBrowsers_MeetTalkAndFindEachOtherAfterAReload()
    {
        await using var server = await ChatServer.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync();
        var alice = await ChatPage.BeginAsync(context, server.Address, "alice");
        await using var bob = await FirefoxPage.OpenAsync((await alice.InviteAsync()).Link);
        await FillAsync(bob, "Your name", "bob");
        await DoAsync(bob, ".welcome button", "element.click()");

        await TalkAsync(alice, bob, "first");
        await bob.GoToAsync(server.Address);
        await alice.TellsAsync("bob is back");
        await TalkAsync(alice, bob, "second");

        output.WriteLine(string.Join(" ", await alice.EventsAsync()));
    }

    private static async Task TalkAsync(ChatPage alice, FirefoxPage bob, string line)
    {
        await alice.SeesAsync("bob");
        await DoAsync(bob, "[data-peer=alice][data-state=Linked]", "");
        await alice.SayAsync($"{line} of alice");
        await DoAsync(bob, ".other .text", $"while (!document.body.textContent.includes('{line} of alice')) await new Promise(later => setTimeout(later, 50))");
        await FillAsync(bob, "Your line", $"{line} of bob");
        await DoAsync(bob, ".composer button:enabled", "element.click()");
        await alice.HearsAsync($"{line} of bob");
    }

    private static Task FillAsync(FirefoxPage page, string label, string text) => DoAsync(
        page, $"[aria-label='{label}']", $"element.value = '{text}'; element.dispatchEvent(new Event('input', {{ bubbles: true }}))");

    private static Task DoAsync(FirefoxPage page, string selector, string statements) => page.WithAsync(selector, statements).WaitAsync(Patience);
}
