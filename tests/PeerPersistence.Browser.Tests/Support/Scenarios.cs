namespace PeerPersistence.Browser.Tests.Support;

/// <summary>A page on which scenarios run.</summary>
internal static class Scenarios
{
    /// <summary>What takes longer hangs: then the test fails, and not the whole run. The longest takes a quarter of a minute, and more than
    /// a whole one where the machine has much to do.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static Task<string> RunAsync(this IPage page, string name, string argument = "") =>
        page.EvaluateAsync<string>("([name, argument]) => run(name, argument)", new[] { name, argument }).WaitAsync(Limit);

    public static Task IsReadyAsync(this IPage page) => page.WaitForFunctionAsync("() => globalThis.run");

    public static async Task ReloadedAsync(this IPage page)
    {
        await page.ReloadAsync();
        await page.IsReadyAsync();
    }
}
