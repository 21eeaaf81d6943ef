namespace PeerPersistence.Browser.Tests.Support;

/// <summary>A page on which scenarios run.</summary>
internal static class Scenarios
{
    public static Task<string> RunAsync(this IPage page, string name, string argument = "") =>
        page.EvaluateAsync<string>("([name, argument]) => run(name, argument)", new[] { name, argument });

    public static Task IsReadyAsync(this IPage page) => page.WaitForFunctionAsync("() => globalThis.run");

    public static async Task ReloadedAsync(this IPage page)
    {
        await page.ReloadAsync();
        await page.IsReadyAsync();
    }
}
