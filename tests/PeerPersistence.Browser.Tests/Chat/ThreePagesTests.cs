using PeerPersistence.Browser.Tests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>Three pages of samples/MeshChat.Web: one is reloaded, one is killed and opened again, one is cut off and comes back.</summary>
[Collection(nameof(InChats))]
public sealed class ThreePagesTests(ChromiumFixture chromium, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly DirectoryInfo _carols = Directory.CreateTempSubdirectory("peers-carol-");
    private readonly List<string> _said = [];
    private ChatServer _server = null!;
    private ChatPage _alice = null!, _bob = null!, _carol = null!;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null)
            return;
        _server = await ChatServer.StartAsync();
        _alice = await ChatPage.BeginAsync(await chromium.Browser.NewContextAsync(), _server.Address, "alice");
        var (link, code) = await _alice.InviteAsync();
        _bob = await ChatPage.BeginAsync(await chromium.Browser.NewContextAsync(), link, "bob");
        _carol = await ChatPage.BeginAsync(await chromium.LaunchAsync(_carols), _server.Address, "carol");
        await _carol.JoinAsync(code);
    }

    public async Task DisposeAsync()
    {
        if (_server is null)
            return;
        foreach (var page in new[] { _alice, _bob, _carol })
            await (page?.Page.Context.CloseAsync() ?? Task.CompletedTask);
        await _server.DisposeAsync();
        BusyFolder.Delete(_carols.FullName);
    }

    [ChromiumFact]
    public async Task Pages_ReloadedKilledAndCutOff_FindEachOtherAndLoseNoLineAmongThosePresent()
    {
        await AllSeeEachOtherAsync();
        await SaysAsync(_bob, _carol);

        var bobIsBack = await WhileTalkingAsync(heardBy: _carol, () => ChatPage.TimeAsync(_bob.ReloadedAsync, "alice", "carol"));
        await SaysAsync(_bob, _carol);

        var carolIsBack = await WhileTalkingAsync(heardBy: _bob, () => ChatPage.TimeAsync(KillAndOpenCarolAsync, "alice", "bob"));
        await SaysAsync(_bob, _carol);

        var carolIsBackAgain = await WhileTalkingAsync(heardBy: _bob, async () =>
        {
            BrowserProcesses.Stop(_carols.FullName);
            await _alice.TellsAsync("carol is out of reach");
            await _bob.TellsAsync("carol is out of reach");
            return await ChatPage.TimeAsync(LetCarolContinueAsync, "carol");
        });
        await SaysAsync(_bob, _carol);

        // Whom a user does not want to be linked with is heard through friends.
        await _alice.DoAsync("Disconnect", "carol");
        await _alice.SeesAsAsync("carol", "Through");
        await SaysAsync(_bob, _carol);
        (await _carol.Page.Locator(".other .author").First.TextContentAsync()).Should().Be("alice, through bob");

        foreach (var page in new[] { _alice, _bob, _carol })
            output.WriteLine($"{page.Name}: {string.Join(" ", await page.EventsAsync())}");
        output.WriteLine($"reloaded: {bobIsBack.TotalSeconds:0.0} s, killed: {carolIsBack.TotalSeconds:0.0} s, "
            + $"cut off: {carolIsBackAgain.TotalSeconds:0.0} s; {_said.Count} lines");
    }

    private async Task AllSeeEachOtherAsync()
    {
        await _alice.SeesAsync("bob", "carol");
        await _bob.SeesAsync("alice", "carol");
        await _carol.SeesAsync("alice", "bob");
    }

    /// <summary>Alice says one more line; these hear it.</summary>
    private async Task SaysAsync(params ChatPage[] hearers)
    {
        _said.Add($"line {_said.Count}");
        await _alice.SayAsync(_said[^1]);
        foreach (var hearer in hearers)
            await hearer.HearsAsync(_said[^1]);
    }

    private async Task<TimeSpan> WhileTalkingAsync(ChatPage heardBy, Func<Task<TimeSpan>> something)
    {
        var (first, before) = (_said.Count, (await heardBy.HeardAsync()).Count);
        var happening = something();
        do
        {
            await SaysAsync(heardBy);
        }
        while (!happening.IsCompleted);

        (await heardBy.HeardAsync()).Skip(before).Should().Equal(_said.Skip(first), "who is present misses no line");
        return await happening;
    }

    private async Task<ChatPage> KillAndOpenCarolAsync()
    {
        BrowserProcesses.Kill(_carols.FullName);
        return _carol = await ChatPage.OpenAsync(await chromium.LaunchAsync(_carols), _server.Address, "carol");
    }

    /// <summary>What she herself shows at first is of before.</summary>
    private async Task<ChatPage> LetCarolContinueAsync()
    {
        BrowserProcesses.Continue(_carols.FullName);
        await _bob.SeesAsync("carol");
        return _alice;
    }
}
