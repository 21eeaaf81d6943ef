using System.Globalization;
using PeerPersistence.Browser.Tests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.Browser.Tests;

/// <summary>What a lone strict commit costs beside the same one without .NET, in one page and one run.</summary>
[Collection(nameof(InChromium))]
public sealed class CommitTests(ChromiumFixture chromium, ITestOutputHelper output) : PageTests(chromium)
{
    /// <summary>A page built for release adds about a tenth, one for debugging more, an await of a promise 4 ms.</summary>
    private const double MostOfNet = 0.5;

    private static readonly string Rows = Environment.GetEnvironmentVariable("PEERS_COMMIT_ROWS") ?? "40";

    private const string FillLog = """
        () => new Promise(resolve => {
          const opening = indexedDB.open('counter');
          opening.onsuccess = () => {
            const transaction = opening.result.transaction('log', 'readwrite');
            for (const revision of [10, 20, 64 * 80 - 1]) transaction.objectStore('log').put({ id: '', keys: [] }, revision);
            transaction.oncomplete = () => { opening.result.close(); resolve(); };
          };
        })
        """;

    private const string CountLog = """
        () => new Promise(resolve => {
          const opening = indexedDB.open('counter');
          opening.onsuccess = () => {
            const counted = opening.result.transaction('log').objectStore('log').count();
            counted.onsuccess = () => { opening.result.close(); resolve(counted.result); };
          };
        })
        """;

    /// <summary>Ten rounds in which three commit together. Who is told commits again at once, the last only in every other round. In the
    /// end the store is closed while all wait. Gives the keys in the order of the calls, and in that of the log.</summary>
    private const string CommitInTurns = """
        async () => {
          const store = await (await import('/store.js')).openStore('turns'), called = [];
          const commit = (key, told) => {
            called.push(key);
            store.commit([key], told, told);
          };
          for (let round = 0; round < 10; round++)
            await new Promise(over => {
              let left = round % 2 ? 5 : 6;
              const told = () => { if (--left === 0) over(); };
              for (const key of ['a', 'b', 'c'])
                commit(key + round, () => { if (key < 'c' || round % 2 === 0) commit(`${key}${round} again`, told); told(); });
            });
          for (const key of ['x', 'y', 'z']) commit(key, () => { });
          await store.shut('close');
          const opened = indexedDB.open('turns');
          await new Promise(resolve => { opened.onsuccess = resolve; });
          const logged = opened.result.transaction('log').objectStore('log').getAll(IDBKeyRange.lowerBound(1));
          await new Promise(resolve => { logged.onsuccess = resolve; });
          opened.result.close();
          return [called.join(), logged.result.map(entry => entry.keys[0]).join()];
        }
        """;

    [ChromiumFact]
    public async Task Commits_FromThoseWhoAreTold_TakePlaceInTheOrderOfTheCalls()
    {
        var page = await OpenAsync();

        var orders = await page.EvaluateAsync<string[]>(CommitInTurns);

        orders[1].Should().Be(orders[0]);
        orders[0].Split(',').Should().HaveCount(10 * 5 + 5 + 3);
    }

    [ChromiumFact]
    public async Task LoneCommit_BesideTheSameByJavaScript_CostsLittleMore() => ShouldCostLittle(await Fixture.RunAsync("commits", Rows));

    [LongFirefoxFact]
    public async Task LoneCommit_InFirefox_CostsLittleMore() =>
        ShouldCostLittle((await Firefox.RunAsync(["commits|" + Rows]))[0].Split(": ")[1]);

    private void ShouldCostLittle(string told)
    {
        double[][] took = [.. told.Split("; ").Select(who => who.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray())];

        // What the browser does by itself is the same for all three, and varies more than all the rest: it is no part of the difference.
        var (net, script) = (Outside(took[0]) - Outside(took[1]), Outside(took[1]) - Outside(took[2]));
        string[] whose = ["the store", "its JavaScript", "IndexedDB alone"];
        output.WriteLine("µs before, within, after, whole: " + string.Join("; ", whose.Zip(told.Split("; "), (who, parts) => $"{who} {parts}")));
        output.WriteLine($".NET adds {net / took[2][3]:P1}, JavaScript {script / took[2][3]:P1} of what IndexedDB alone takes");
        (net / took[2][3]).Should().BeLessThan(MostOfNet);
    }

    [ChromiumFact]
    public async Task Log_LongerThanItIsKept_LosesItsOldestEntries()
    {
        var page = await OpenAsync();
        await page.RunAsync("open", "indexeddb");
        await page.EvaluateAsync(FillLog);

        await page.RunAsync("increment", "2");

        (await page.EvaluateAsync<int>(CountLog)).Should().Be(4, "the name, the last entry of those before, and the two commits are kept");
    }

    private static double Outside(double[] took) => took[0] + took[2];
}
