using System.Text.Json;
using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>Connections to IndexedDB that end while commits are on their way, as the JavaScript of the store sees them.</summary>
[Collection(nameof(InChromium))]
public sealed class BrokenConnectionTests(ChromiumFixture chromium) : PageTests(chromium)
{
    /// <summary>Opens a store, counts the connections that are open, and gives the page its verbs.</summary>
    private const string Open = """
        async milliseconds => {
          const { load, openStore } = await import('/store.js');
          globalThis.connections = new Set();
          const open = indexedDB.open.bind(indexedDB), close = IDBDatabase.prototype.close;
          IDBDatabase.prototype.close = function () { connections.delete(this); close.call(this); };
          indexedDB.open = (...given) => {
            const request = open(...given);
            request.addEventListener('success', () => {
              const database = request.result;
              connections.add(database);
              database.addEventListener('close', () => connections.delete(database));
            });
            return request;
          };
          Object.assign(globalThis, await openStore('broken', milliseconds));
          globalThis.begin = () => { globalThis.running = load(globalThis); };
        }
        """;

    /// <summary>All keys, and the version.</summary>
    private const string OpenAsALaterVersion = """
        () => new Promise((resolve, reject) => {
          const opening = indexedDB.open('broken', 2);
          opening.onblocked = () => globalThis.blocked?.();
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const found = opening.result.transaction('values').objectStore('values').getAllKeys();
            found.onsuccess = () => resolve(found.result);
          };
        })
        """;

    [ChromiumFact]
    public async Task Commits_WhileTheSitesDataIsCleared_AllEndAndAreInTheNewDatabase()
    {
        var (page, other) = (await OpenStoreAsync(), await OpenAsync());
        await other.EvaluateAsync("() => { globalThis.heard = 0; new BroadcastChannel('broken').onmessage = () => heard++; }");

        await page.EvaluateAsync("() => begin()");
        for (var time = 0; time < 5; time++)
        {
            await EvaluateAsync(page, "running.more(50)");
            await ClearDatabasesAsync(page);
        }

        await other.EvaluateAsync("() => { heard = 0; }");
        await EvaluateAsync(page, "running.more(50)");
        await EvaluateAsync(page, "running.end()");

        var (acknowledged, there) = (await KeysAsync(page, "running.acknowledged"), await KeysAsync(page, "keys()"));
        foreach (var writer in there.GroupBy(key => key[0]))
            acknowledged.Where(key => key[0] == writer.Key && string.CompareOrdinal(key, writer.Min()) >= 0).Should().BeSubsetOf(there, "they are of this database");
        there.Should().HaveCountGreaterThan(40);
        (await KeysAsync(page, "running.errors")).Should().BeEmpty("the database comes back");
        (await page.EvaluateAsync<int>("() => connections.size")).Should().Be(1);
        await EvaluateAsync(other, "(async () => { while (!heard) await new Promise(turn => setTimeout(turn)); })()");
        await EvaluateAsync(page, "shut('close')");
        (await page.EvaluateAsync<int>("() => connections.size")).Should().Be(0);
    }

    [ChromiumFact]
    public async Task Commits_WhileALaterVersionOpensTheDatabase_LetItInAndAreThereOrRefused()
    {
        var (page, later) = (await OpenStoreAsync(), await OpenAsync());
        await page.EvaluateAsync("() => begin()");
        await EvaluateAsync(page, "running.more(50)");

        var there = await later.EvaluateAsync<string[]>(OpenAsALaterVersion).WaitAsync(Scenarios.Limit);
        await page.EvaluateAsync("async () => { while (running.errors.length < 10) await new Promise(turn => setTimeout(turn)); await running.end(); }").WaitAsync(Scenarios.Limit);

        (await KeysAsync(page, "running.acknowledged")).Should().BeSubsetOf(there);
        (await KeysAsync(page, "running.errors")).Should().OnlyContain(name => name == "VersionError");
    }

    [ChromiumFact]
    public async Task Commits_BehindSomebodyWhoDoesNotLetGo_WaitOnceForAll()
    {
        var page = await OpenStoreAsync(milliseconds: 1000);
        var (deaf, later) = (await OpenAsync(), await OpenAsync());
        await deaf.EvaluateAsync("() => new Promise(resolve => { const opening = indexedDB.open('broken', 1); opening.onsuccess = () => { globalThis.held = opening.result; resolve(); }; })");
        await later.EvaluateAsync($"() => {{ const blocks = new Promise(resolve => {{ globalThis.blocked = resolve; }}); globalThis.opens = ({OpenAsALaterVersion})(); return blocks; }}");

        var took = await page.EvaluateAsync<double>("""
            async () => {
              const began = performance.now();
              const outcomes = await Promise.allSettled([...'abcdefghijklmnopqrstuvwxyz'].map(key => put([key])));
              return outcomes.every(outcome => outcome.reason?.name === 'LockedError') ? performance.now() - began : -1;
            }
            """).WaitAsync(Scenarios.Limit);

        took.Should().BeInRange(1000, 15_000, "one after the other they take half a minute");
        await deaf.CloseAsync();
        (await EvaluateAsync(later, "opens"))!.Value.GetArrayLength().Should().Be(0);
    }

    [ChromiumFact]
    public async Task Commits_OfATransactionAbortedAfterItsRequests_AreMadeAndSignalled()
    {
        var (page, other) = (await OpenStoreAsync(), await OpenAsync());
        await other.EvaluateAsync("() => { globalThis.hears = new Promise(ok => { new BroadcastChannel('broken').onmessage = () => ok('yes'); }); }");
        await page.EvaluateAsync("""
            () => {
              const { transaction } = IDBDatabase.prototype;
              IDBDatabase.prototype.transaction = function (...given) {
                const begun = transaction.apply(this, given);
                if (given[1] !== 'readwrite') return begun;
                IDBDatabase.prototype.transaction = transaction;
                begun.commit = () => begun.objectStore('values').count().addEventListener('success', () => begun.abort());
                return begun;
              };
            }
            """);

        var told = await EvaluateAsync(page, "Promise.all([put(['a']), put(['b', 'c'])])");

        told!.Value.EnumerateArray().Select(each => each.GetInt32()).Should().Equal(1, 1);
        (await KeysAsync(page, "keys()")).Should().Equal("a", "b", "c");
        (await other.EvaluateAsync<string>("() => hears").WaitAsync(Scenarios.Limit)).Should().Be("yes");
    }

    /// <summary>As Chromium ends it after a minute in which the page was busy and another tab waited.</summary>
    [ChromiumFact]
    public async Task Commit_WhoseTransactionTimesOut_IsMade()
    {
        var page = await OpenStoreAsync();
        await page.EvaluateAsync("""
            () => {
              const { transaction } = IDBDatabase.prototype;
              IDBDatabase.prototype.transaction = function (...given) {
                const begun = transaction.apply(this, given);
                if (given[1] !== 'readwrite') return begun;
                IDBDatabase.prototype.transaction = transaction;
                begun.commit = () => begun.objectStore('values').count().addEventListener('success', () => begun.abort());
                Object.defineProperty(begun, 'error', { get: () => new DOMException('', 'TimeoutError') });
                return begun;
              };
            }
            """);

        (await EvaluateAsync(page, "put(['a'])"))!.Value.GetInt32().Should().Be(1);
        (await KeysAsync(page, "keys()")).Should().Equal("a");
    }

    [ChromiumFact]
    public async Task Commits_OfAPageThatIsClosedMeanwhile_AreThereWhereTheyWereAcknowledged()
    {
        var (page, other) = (await OpenStoreAsync(), await OpenAsync());
        await other.EvaluateAsync("() => { globalThis.told = []; new BroadcastChannel('told').onmessage = message => told.push(message.data); }");
        await page.EvaluateAsync("""
            () => {
              const channel = new BroadcastChannel('told');
              begin();
              running.acknowledged.push = function (key) { channel.postMessage(key); return Array.prototype.push.call(this, key); };
            }
            """);
        await EvaluateAsync(page, "running.more(50)");

        await page.CloseAsync();

        var there = await other.EvaluateAsync<string[]>(OpenAsALaterVersion).WaitAsync(Scenarios.Limit);
        var told = await KeysAsync(other, "(async () => { while (told.length < 50) await new Promise(turn => setTimeout(turn)); return told; })()");
        told.Should().BeSubsetOf(there);
    }

    [ChromiumFact]
    public async Task LocalStorage_WhileTheSitesDatabasesAreCleared_IsClosedAllTheSame()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("""
            async () => {
              const { LocalStorage } = await import('/_content/PeerPersistence.Browser/localstorage.js');
              globalThis.area = new LocalStorage('area/', 10000);
              await area.open();
              globalThis.over = (async () => {
                for (let n = 0; !globalThis.stop; n++) {
                  await area.commit([], [{ key: 'k', value: Uint8Array.of(n) }]);
                  await new Promise(turn => setTimeout(turn));
                }
              })();
            }
            """);
        for (var time = 0; time < 15; time++)
        {
            await ClearDatabasesAsync(page);
            await page.EvaluateAsync("() => new Promise(turn => setTimeout(turn, 50))"); // The database comes back meanwhile.
        }

        await page.EvaluateAsync("() => { globalThis.stop = true; }");
        await EvaluateAsync(page, "over.then(() => area.close())");
    }

    [ChromiumFact]
    public async Task Read_WhoseRequestEndsWithTheConnection_IsReadFromTheNext()
    {
        var page = await OpenStoreAsync();
        await EvaluateAsync(page, "put(['a'])");
        await page.EvaluateAsync("""
            () => {
              const { get } = IDBObjectStore.prototype;
              IDBObjectStore.prototype.get = function (key) {
                IDBObjectStore.prototype.get = get;
                const request = get.call(this, key);
                for (const name of ['onsuccess', 'onerror']) Object.defineProperty(request, name, { set() { } });
                request.addEventListener('success', () => this.transaction.db.dispatchEvent(new Event('close')));
                return request;
              };
            }
            """);

        (await EvaluateAsync(page, "ask('get', 'a').then(value => value.length)"))!.Value.GetInt32().Should().Be(9);
    }

    [ChromiumFact]
    public async Task MasterKey_WhoseDatabaseIsClosedWhileItIsStored_IsTheOneThatWasStored()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync("""
            async () => {
              const { cryptography } = await import('/_content/PeerPersistence.Browser/webcrypto.js');
              globalThis.context = { value: new Uint8Array(1) };
              globalThis.wrap = () => cryptography.wrap([{ key: 'name', value: new Uint8Array(32) }, context]);
              globalThis.unwrap = wrapped => cryptography.unwrap([{ key: 'name', value: wrapped }, context]);
              const { transaction } = IDBDatabase.prototype;
              IDBDatabase.prototype.transaction = function (...given) {
                const begun = transaction.apply(this, given);
                if (given[1] !== 'readwrite') return begun;
                IDBDatabase.prototype.transaction = transaction;
                Object.defineProperty(begun, 'oncomplete', { set() { } });
                begun.addEventListener('complete', () => this.dispatchEvent(new Event('close')));
                return begun;
              };
            }
            """);

        (await EvaluateAsync(page, "wrap().then(unwrap).then(key => key.length)"))!.Value.GetInt32().Should().Be(32);
    }

    private async Task<IPage> OpenStoreAsync(int milliseconds = 10_000)
    {
        var page = await OpenAsync();
        await page.EvaluateAsync(Open, milliseconds);
        return page;
    }

    private static Task<JsonElement?> EvaluateAsync(IPage page, string what) => page.EvaluateAsync($"() => {what}").WaitAsync(Scenarios.Limit);

    private static Task<string[]> KeysAsync(IPage page, string what) => page.EvaluateAsync<string[]>($"() => {what}").WaitAsync(Scenarios.Limit);
}
