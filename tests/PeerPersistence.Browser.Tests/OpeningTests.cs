using System.Globalization;
using PeerPersistence.Browser.Tests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.Browser.Tests;

/// <summary>Opening a thousand peers beside what the database needs to give them: in a new page, and again in the same.</summary>
[Collection(nameof(InChromium))]
public sealed class OpeningTests(ChromiumFixture chromium, ITestOutputHelper output) : PageTests(chromium)
{
    private const string Peers = "1000", Visits = "4";

    /// <summary>The summaries are there, written by the first page: reading all records takes about as long as this.</summary>
    private const double MostScans = 10;

    [LongChromiumFact]
    public async Task ThousandPeers_InChromium_AreOpenedInAFewScans()
    {
        var page = await OpenAsync();
        await page.RunAsync("many", Peers);
        await page.ReloadedAsync();
        var first = await page.RunAsync("open-many", Visits);
        await page.ReloadedAsync();

        Judge(first, await page.RunAsync("open-many", Visits));
    }

    [LongFirefoxFact]
    public async Task ThousandPeers_InFirefox_AreOpenedInAFewScans()
    {
        using var server = new PageServer();
        await using var page = await FirefoxPage.OpenAsync(Firefox.AddressOf(server, ["many|" + Peers]));
        await Firefox.ToldAsync(server);
        List<string> told = [];
        for (var visit = 0; visit < 2; visit++)
        {
            await page.GoToAsync(Firefox.AddressOf(server, ["open-many|" + Visits]));
            told.Add((await Firefox.ToldAsync(server))[0].Split(": ")[1]);
        }

        Judge(told[0], told[1]);
    }

    private void Judge(string first, string second)
    {
        output.WriteLine($"ms, scan and opening: first page {first}; second page {second}");
        var ratios = second.Split("; ").Select(visit => visit.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray())
            .Select(visit => visit[1] / visit[0]).ToList();
        output.WriteLine($"scans an opening: {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.0", CultureInfo.InvariantCulture)))}");
        ratios.Should().OnlyContain(ratio => ratio <= MostScans);
    }
}
