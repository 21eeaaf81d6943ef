namespace PeerPersistence.Browser.Tests.Support;

/// <summary>Tests whose pages share a profile with each other, and with those of no other test.</summary>
public abstract class PageTests(ChromiumFixture chromium) : IAsyncLifetime
{
    private IBrowserContext? _context;

    private protected ChromiumFixture Fixture => chromium;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_context is not null)
            await _context.DisposeAsync();
    }

    protected async Task<IPage> OpenAsync() => await chromium.OpenAsync(_context ??= await chromium.Browser.NewContextAsync());

    /// <summary>As when the user deletes the site's data: open connections are closed, and the databases are gone.</summary>
    protected static Task ClearDatabasesAsync(IPage page) => AskStorageAsync(page, "clearDataForOrigin", "storageTypes", "indexeddb");

    protected static Task LimitRoomAsync(IPage page, int bytes) => AskStorageAsync(page, "overrideQuotaForOrigin", "quotaSize", bytes);

    private static async Task AskStorageAsync(IPage page, string verb, string argument, object value)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("Storage." + verb, new() { ["origin"] = new Uri(page.Url).GetLeftPart(UriPartial.Authority), [argument] = value });
    }
}
