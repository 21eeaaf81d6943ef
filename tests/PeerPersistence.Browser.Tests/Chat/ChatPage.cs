using System.Diagnostics;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>The chat's page, as its user sees it.</summary>
internal sealed class ChatPage(IPage page, string name)
{
    /// <summary>Pages start and find each other in seconds, and in many times as long on a machine that has much to do.</summary>
    private const float Patience = 180_000;

    public string Name => name;

    public IPage Page => page;

    /// <summary>Opens the page for somebody new.</summary>
    public static async Task<ChatPage> BeginAsync(IBrowserContext context, string address, string name)
    {
        var chat = await OpenAsync(context, address, name);
        await chat.Page.GetByLabel("Your name").FillAsync(name);
        await chat.Page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await chat.IsReadyAsync();
        return chat;
    }

    /// <summary>Opens the page for somebody who was here before.</summary>
    public static async Task<ChatPage> OpenAsync(IBrowserContext context, string address, string name)
    {
        context.SetDefaultTimeout(Patience);
        var page = context.Pages.Count > 0 ? context.Pages[0] : await context.NewPageAsync();
        await page.GotoAsync(address);
        return new(page, name);
    }

    public Task IsReadyAsync() => page.Locator("[data-self]").WaitForAsync();

    public async Task<ChatPage> ReloadedAsync()
    {
        await page.ReloadAsync();
        return this;
    }

    /// <returns>A link and a code, each with an invitation of its own.</returns>
    public async Task<(string Link, string Code)> InviteAsync()
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Invite or join" });
        await button.ClickAsync();
        var link = await page.Locator(".code").GetAttributeAsync("data-link");
        await button.ClickAsync();
        await button.ClickAsync();
        var code = await page.Locator(".code").TextContentAsync();
        await button.ClickAsync();
        return (link!, code!);
    }

    public async Task JoinAsync(string code)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite or join" }).ClickAsync();
        await page.GetByLabel("A friend's link or code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Join", Exact = true }).ClickAsync();
    }

    public async Task SayAsync(string text)
    {
        await page.GetByLabel("Your line").FillAsync(text);
        await page.GetByLabel("Your line").PressAsync("Enter");
    }

    public Task HearsAsync(string text) => page.Locator(".other .text").GetByText(text, new() { Exact = true }).WaitForAsync();

    public Task TellsAsync(string text) => page.Locator(".event .text").GetByText(text).First.WaitForAsync();

    /// <summary>What others said, in order.</summary>
    public async Task<IReadOnlyList<string>> HeardAsync() => [.. (await page.Locator(".other .text").AllTextContentsAsync()).Reverse()];

    /// <summary>What happened, in order.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync() => [.. (await page.Locator(".event .text").AllTextContentsAsync()).Reverse()];

    /// <summary>Waits until all of them are linked with this page.</summary>
    public Task SeesAsync(params string[] names) => Task.WhenAll(names.Select(each => SeesAsAsync(each, "Linked")));

    public Task SeesAsAsync(string other, string state) => page.Locator($"[data-peer={other}][data-state={state}]").WaitForAsync();

    public async Task DoAsync(string action, string other)
    {
        var item = page.Locator($"[data-peer={other}]");
        await item.Locator("summary").ClickAsync();
        await item.GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();
        await item.Locator("summary").ClickAsync();
    }

    /// <summary>How long it takes until a page that comes back is linked with these.</summary>
    public static async Task<TimeSpan> TimeAsync(Func<Task<ChatPage>> comeBack, params string[] names)
    {
        var began = Stopwatch.GetTimestamp();
        var page = await comeBack();
        await page.SeesAsync(names);
        return Stopwatch.GetElapsedTime(began);
    }
}
