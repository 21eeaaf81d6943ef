using PeerPersistence.Browser.Tests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>The page names a STUN server, and nobody learns its own addresses: behind a router they lead nowhere.</summary>
[Collection(nameof(InChats))]
public sealed class StunTests(ChromiumFixture chromium, ITestOutputHelper output)
{
    [LongChromiumFact]
    public async Task Pages_WithoutAddressesOfTheirOwn_MeetAtThoseThatTheServerSaw()
    {
        using var stun = new StunServer();
        await using var server = await ChatServer.StartAsync();
        var alice = await ChatPage.BeginAsync(await ContextAsync(stun.Url), server.Address, "alice");
        var bob = await ChatPage.BeginAsync(await ContextAsync(stun.Url), (await alice.InviteAsync()).Link, "bob");

        await alice.SeesAsync("bob");
        await bob.SayAsync("through the wall");
        await alice.HearsAsync("through the wall");

        var detail = await alice.Page.Locator("[data-peer=bob] .detail").TextContentAsync();
        output.WriteLine($"{stun.Answered} questions answered; alice sees bob at: {detail}");
        stun.Answered.Should().BePositive();
    }

    private async Task<IBrowserContext> ContextAsync(string url)
    {
        const string None = "const iceServers = []", Sdp = "connection.localDescription.sdp";
        var context = await chromium.Browser.NewContextAsync();
        await context.RouteAsync("**/links.js", async route =>
        {
            var found = await route.FetchAsync();
            var script = await found.TextAsync();
            script.Should().Contain(None).And.Contain(Sdp);
            await route.FulfillAsync(new()
            {
                Response = found,
                Body = script.Replace(None, $"const iceServers = [{{ urls: '{url}' }}]", StringComparison.Ordinal)
                    .Replace(Sdp, Sdp + ".replace(/a=candidate:.* typ host.*\\r\\n/g, '')", StringComparison.Ordinal),
            });
        });
        return context;
    }
}
