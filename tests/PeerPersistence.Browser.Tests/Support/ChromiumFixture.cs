
namespace PeerPersistence.Browser.Tests.Support;

/// <summary>One browser and one page for all tests that need no more; others open contexts of their own.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    /// <summary>A start takes seconds, and many times as long on a machine that has much to do.</summary>
    private const float StartTimeout = 120_000;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private PageServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IPage? _page;

    internal PageServer Server => _server!;

    internal IBrowser Browser => _browser!;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null)
            return;
        _server = new();
        _playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Path,
            Args = Arguments,
            IgnoreDefaultArgs = ["--disable-back-forward-cache"],
            Timeout = StartTimeout,
        });
    }

    /// <summary>--process-per-tab: a renderer for each, as users have it. Addresses in clear: nobody resolves a browser's names here.</summary>
    private static string[] Arguments { get; } =
        ["--no-sandbox", "--disable-gpu", "--process-per-tab", "--disable-features=WebRtcHideLocalIpsWithMdns"];

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _server?.Dispose();
    }

    /// <summary>Runs a scenario on the page of all.</summary>
    internal async Task<string> RunAsync(string name, string argument = "")
    {
        await _opening.WaitAsync();
        try
        {
            _page ??= await OpenAsync(await Browser.NewContextAsync());
        }
        finally
        {
            _opening.Release();
        }

        return await _page.RunAsync(name, argument);
    }

    /// <summary>Another browser, with a profile that stays.</summary>
    internal Task<IBrowserContext> LaunchAsync(DirectoryInfo profile) => _playwright!.Chromium.LaunchPersistentContextAsync(
        profile.FullName, new() { ExecutablePath = Chromium.Path, Args = Arguments, Timeout = StartTimeout });

    /// <summary>Opens the page in a context: a profile of its own.</summary>
    internal async Task<IPage> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(StartTimeout);
        var page = await context.NewPageAsync();
        List<string> errors = [];
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        await page.GotoAsync(Server.Address);
        try
        {
            await page.IsReadyAsync();
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException("The page did not start: " + string.Join("; ", errors), e);
        }

        return page;
    }
}

/// <summary>Whoever shares the browser takes turns.</summary>
[CollectionDefinition(nameof(InChromium))]
public sealed class InChromium : ICollectionFixture<ChromiumFixture>;

/// <summary>The chats have a browser of their own, since they mostly wait.</summary>
[CollectionDefinition(nameof(InChats))]
public sealed class InChats : ICollectionFixture<ChromiumFixture>;
