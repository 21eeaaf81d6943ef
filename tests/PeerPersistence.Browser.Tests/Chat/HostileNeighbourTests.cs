using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>Mallory has an invitation, is linked with Alice, and keeps to nothing. Alice and Bob go on as if nothing were.</summary>
[Collection(nameof(InChats))]
public sealed class HostileNeighbourTests(ChromiumFixture chromium)
{
    /// <summary>What is cut off at once.</summary>
    private static readonly string[] Offences =
    [
        "say({ type: 'presence', linked: [bob], more: 'x'.repeat(100 * 1024) })",
        "send(new Uint8Array(10))",
        "for (let i = 0; i < 600; i++) send('?')",
        "send('nonsense')",
        "say({ type: 'introduction', cards: [{ ...await card(), name: '<img src=x>' }] })",
        "say({ type: 'introduction', cards: [{ ...await card(), name: 'a\\u202eb' }] })",
        "say({ type: 'introduction', cards: [{ ...await card(), id: 'A'.repeat(43) }] })",
    ];

    /// <summary>What changes nothing.</summary>
    private static readonly string[] Lies =
    [
        "say({ type: 'line', id: crypto.randomUUID(), from: bob, text: 'I am Bob', signature: btoa('x'.repeat(64)) })",
        "for (const answer of ['!', '!1', '!NaN', '!-1e300']) send(answer)",
        "say({ type: 'absent', peerId: bob }); say({ type: 'presence', linked: [bob, 'nobody'] })",
        "for (let i = 0; i < 40; i++) await call('no description')",
    ];

    [LongChromiumFact]
    public async Task Page_NeighbourThatKeepsToNothing_CutsItOffAndGoesOn()
    {
        await using var server = await ChatServer.StartAsync();
        var alice = await ChatPage.BeginAsync(await ContextAsync(Mallory.CountingConnections), server.Address, "alice");
        List<string> problems = [];
        alice.Page.PageError += (_, error) => problems.Add(error);
        alice.Page.Console += (_, message) => problems.AddRange(message.Type == "error" ? [message.Text] : []);
        var bob = await ChatPage.BeginAsync(await ContextAsync(), (await alice.InviteAsync()).Link, "bob");
        await alice.SeesAsync("bob");
        var mallory = new Mallory(await ChatPage.BeginAsync(
            await ContextAsync(Mallory.CatchingChannels), (await alice.InviteAsync()).Link, "mallory"));
        await mallory.LearnAsync(alice, bob);

        foreach (var offence in Offences)
            (await mallory.IsCutOffAfterAsync(offence)).Should().BeTrue(offence);
        foreach (var lie in Lies)
            await mallory.DoAsync(lie);
        (await alice.Page.EvaluateAsync<int>(Mallory.OpenConnections)).Should().Be(2, "calls that are none leave nothing open");
        await mallory.DoAsync("await replay(await called('again'), 5)");
        (await alice.Page.EvaluateAsync<int>(Mallory.AnswersTo, "again")).Should().BeInRange(1, 2, "a call is answered twice at most");
        await mallory.DoAsync("say({ type: 'introduction', cards: await Promise.all(Array.from({ length: 64 }, card)) })");

        await bob.SayAsync("It is me");
        await alice.HearsAsync("It is me");
        (await alice.HeardAsync()).Should().Equal("It is me");
        await alice.SeesAsync("bob", "mallory");
        await alice.TellsAsync("mallory introduces ghost");
        (await alice.Page.Locator("[data-peer]").CountAsync()).Should().BeLessThanOrEqualTo(2 + 200 / 5, "one introducer fills no more than a fifth");

        // She offers to carry a call to Bob, and does not.
        await mallory.DoAsync("swallow()");
        for (var tries = 0; tries < 3 && await mallory.SwallowedAsync() == 0; tries++)
        {
            // Bob may have called meanwhile.
            await alice.DoAsync("Disconnect", "bob");
            await alice.SeesAsAsync("bob", "Through");
            await alice.DoAsync("Call now", "bob");
            await alice.SeesAsync("bob");
        }

        (await mallory.SwallowedAsync()).Should().BePositive();

        // Another one's name looks like a friend's: its o is Cyrillic.
        await ChatPage.BeginAsync(await ContextAsync(), (await alice.InviteAsync()).Link, "B\u043eb");
        await alice.Page.Locator("[data-peer^='B\u043eb (']").WaitForAsync();
        await alice.Page.Locator("[data-peer^='bob (']").WaitForAsync();
        problems.Should().BeEmpty();
    }

    private async Task<IBrowserContext> ContextAsync(string script = "'use strict'")
    {
        var context = await chromium.Browser.NewContextAsync();
        await context.AddInitScriptAsync(script);
        return context;
    }
}
