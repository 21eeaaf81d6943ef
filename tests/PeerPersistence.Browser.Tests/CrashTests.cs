using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>The browser is killed, its connection is closed, its room ends.</summary>
[Collection(nameof(InChromium))]
public sealed class CrashTests(ChromiumFixture chromium) : PageTests(chromium)
{
    [ChromiumFact]
    public async Task IndexedDb_BrowserIsKilledUnderLoad_LosesNothingAcknowledged()
    {
        var profile = Directory.CreateTempSubdirectory("peers-browser-");
        try
        {
            var last = 0;
            await using (var context = await Fixture.LaunchAsync(profile))
            {
                var page = await Fixture.OpenAsync(context);
                await page.RunAsync("open", "indexeddb");
                Fixture.Server.Acknowledged.Clear();
                var writing = page.RunAsync("write");
                while (Fixture.Server.Acknowledged.Count < 100)
                    await Task.Yield();
                BrowserProcesses.Kill(profile.FullName);
                await writing.ContinueWith(_ => { }, TaskScheduler.Default);
                last = Fixture.Server.Acknowledged.Max();
            }

            await using (var again = await Fixture.LaunchAsync(profile))
            {
                var page = await Fixture.OpenAsync(again);
                int.Parse(await page.RunAsync("open", "indexeddb"), System.Globalization.CultureInfo.InvariantCulture)
                    .Should().BeOneOf(last, last + 1);
            }
        }
        finally
        {
            BusyFolder.Delete(profile.FullName);
        }
    }

    [ChromiumFact]
    public async Task IndexedDb_ConnectionIsClosedByTheBrowser_IsOpenedAgain()
    {
        var page = await OpenAsync();
        await page.RunAsync("open", "indexeddb");
        await page.RunAsync("increment", "3");

        await ClearDatabasesAsync(page);

        (await page.RunAsync("read")).Should().Be("0");
        (await page.RunAsync("increment", "2")).Should().Be("2");
    }

    [ChromiumFact]
    public async Task IndexedDb_ConnectionBreaksAfterTheCommit_OtherTabsHearOfIt()
    {
        var (page, other) = (await OpenAsync(), await OpenAsync());
        await page.RunAsync("open", "indexeddb");
        await other.EvaluateAsync("() => { globalThis.hears = new Promise(ok => { new BroadcastChannel('counter').onmessage = () => ok('yes'); }); }");
        // The next transaction that writes is committed; what its store hears is that it was aborted.
        await page.EvaluateAsync("""
            () => {
              const transaction = IDBDatabase.prototype.transaction;
              IDBDatabase.prototype.transaction = function (...given) {
                const begun = transaction.apply(this, given);
                if (given[1] !== 'readwrite') return begun;
                IDBDatabase.prototype.transaction = transaction;
                let abort;
                Object.defineProperty(begun, 'oncomplete', { set() { } });
                Object.defineProperty(begun, 'onabort', { set(told) { abort = told; } });
                begun.addEventListener('complete', () => abort());
                return begun;
              };
            }
            """);

        (await page.RunAsync("increment", "1")).Should().Be("1", "it took place, once");

        (await other.EvaluateAsync<string>("() => hears").WaitAsync(Scenarios.Limit)).Should().Be("yes");
    }

    [ChromiumFact]
    public async Task IndexedDb_SomebodyDoesNotLetGo_OpeningEndsInWords()
    {
        var (holding, page) = (await OpenAsync(), await OpenAsync());
        // A page that keeps the database and does not hear that another wants to delete it.
        await holding.EvaluateAsync("() => new Promise(ok => { indexedDB.open('counter', 1).onsuccess = e => { globalThis.held = e.target.result; ok(); }; })");
        await holding.EvaluateAsync("() => { indexedDB.deleteDatabase('counter'); }");

        await page.Invoking(each => each.RunAsync("open", "impatient")).Should().ThrowAsync<PlaywrightException>().WithMessage("*StoreLockedException*");
        await holding.CloseAsync();

        (await page.RunAsync("open", "indexeddb")).Should().Be("0");
    }

    [ChromiumFact]
    public async Task IndexedDb_SomebodyElsesDatabase_IsRefusedAndLeftAsItIs()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("""
            () => new Promise(ok => {
              const opening = indexedDB.open('counter', 1);
              opening.onupgradeneeded = () => opening.result.createObjectStore('theirs').put('precious', 1);
              opening.onsuccess = () => { opening.result.close(); ok(); };
            })
            """);

        await page.Invoking(each => each.RunAsync("open", "indexeddb")).Should().ThrowAsync<PlaywrightException>().WithMessage("*StoreCorruptedException*");

        (await page.EvaluateAsync<string>("() => new Promise(ok => { indexedDB.open('counter').onsuccess = e => { e.target.result.transaction('theirs').objectStore('theirs').get(1).onsuccess = f => ok(f.target.result); }; })"))
            .Should().Be("precious");
    }

    [ChromiumFact]
    public async Task IndexedDb_DatabaseOfALaterVersion_IsRefused()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("() => new Promise(ok => { indexedDB.open('counter', 2).onsuccess = e => { e.target.result.close(); ok(); }; })");

        await page.Invoking(each => each.RunAsync("open", "indexeddb")).Should().ThrowAsync<PlaywrightException>().WithMessage("*UnsupportedSchemaVersionException*");
    }

    [ChromiumFact]
    public async Task IndexedDb_QuotaEnds_IsStoreFullAndWritesAgain()
    {
        var page = await OpenAsync();
        await LimitRoomAsync(page, 1_000_000);
        await page.RunAsync("open", "indexeddb"); // Afterwards: the browser remembers what room there was.

        (await page.RunAsync("fill", "60000")).Should().MatchRegex("^full after ([0-9]+), \\1 there, writes again, told$");
    }

    [ChromiumFact]
    public async Task IndexedDb_NoRoomForADatabase_IsStoreFullAndOpensWhereThereIs()
    {
        var page = await OpenAsync();
        await LimitRoomAsync(page, 1000);

        await page.Invoking(each => each.RunAsync("open", "indexeddb")).Should().ThrowAsync<PlaywrightException>().WithMessage("*StoreFullException*");
        await LimitRoomAsync(page, 100_000_000);

        (await page.RunAsync("increment", "1")).Should().Be("1");
    }
}
