using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>The user leaves a page and comes back to it: from the back/forward cache as it was, or loaded anew.</summary>
[Collection(nameof(InChromium))]
public sealed class ReturnTests(ChromiumFixture chromium) : PageTests(chromium)
{
    /// <summary>Notes that the page came back as it was, and begins what is on its way when it is left.</summary>
    private const string Begin = """
        (async () => {
          addEventListener('pageshow', event => { globalThis.isBack = event.persisted; });
          while (!globalThis.run) await new Promise(turn => setTimeout(turn, 50)); // A page that still loads is not kept.
          const { load, openStore } = await import('/store.js');
          const store = await openStore('left'), commit = (...given) => new Promise((...ends) => store.object.commit(...given, ...ends));
          globalThis.running = load(store);
          addEventListener('pagehide', () => {
            globalThis.opens = openStore('left and new');
            globalThis.commits = commit([{ key: 'none', value: null }], [{ key: 'last', value: new Uint8Array(1) }]);
          });
          globalThis.finish = async () => {
            await running.more(50);
            await running.end();
            const outcome = await commits, there = await store.keys(), other = await opens;
            const missing = running.acknowledged.filter(key => !there.includes(key)).length + (there.includes('last') ? 0 : 1);
            return `back ${isBack}, committed ${outcome}, missing ${missing}, errors ${running.errors}, new ${await other.put(['a'])}`;
          };
          await running.more(50);
          return '';
        })()
        """;

    private const string Told = "back true, committed 1, missing 0, errors , new 1";

    [ChromiumFact]
    public async Task Commits_PageIsLeftAndComesBackInChromium_AllEndAndAreThere()
    {
        var page = await OpenAsync();
        await page.EvaluateAsync(Begin).WaitAsync(Scenarios.Limit);

        await LeaveAsync(page);
        await ReturnAsync(page);

        (await page.EvaluateAsync<string>("() => finish()").WaitAsync(Scenarios.Limit)).Should().Be(Told);
    }

    [LongFirefoxFact]
    public async Task Commits_PageIsLeftAndComesBackInFirefox_AllEndAndAreThere()
    {
        using var server = new PageServer();
        await using var page = await FirefoxPage.OpenAsync(server.Address);
        await page.EvaluateAsync(Begin).WaitAsync(Scenarios.Limit);

        await page.GoToAsync("about:blank");
        await page.GoBackAsync();
        while (await page.EvaluateAsync("`${!!document.querySelector('script')}`").WaitAsync(Scenarios.Limit) != "true")
            await Task.Yield();

        (await page.EvaluateAsync("finish()").WaitAsync(Scenarios.Limit)).Should().Be(Told);
    }

    [ChromiumTheory]
    [InlineData("indexeddb")]
    [InlineData("localstorage")]
    public async Task Store_PageIsLeftAndComesBack_GoesOn(string kind)
    {
        var page = await OpenAsync();
        await page.RunAsync("open", kind);
        await page.EvaluateAsync("() => { globalThis.counts = run('increment', '500'); }");

        await LeaveAsync(page);
        await ReturnAsync(page);

        (await page.EvaluateAsync<string>("() => counts").WaitAsync(Scenarios.Limit)).Should().Be("500");
    }

    /// <summary>The page that was left is given up: two never have it.</summary>
    [ChromiumFact]
    public async Task LocalStorage_OwnersPageIsLeft_GoesToWhoAsks()
    {
        var (owner, next) = (await OpenAsync(), await OpenAsync());
        await owner.RunAsync("open", "localstorage");
        await owner.RunAsync("increment", "5");

        await LeaveAsync(owner);

        (await next.RunAsync("open", "localstorage-patient")).Should().Be("5");
        await ReturnAsync(owner);
        await owner.IsReadyAsync();
        (await next.RunAsync("increment", "1")).Should().Be("6");
        await owner.Invoking(each => each.RunAsync("open", "localstorage-now")).Should().ThrowAsync<PlaywrightException>()
            .WithMessage("*StoreLockedException*");
    }

    /// <remarks>Without .NET: with it, Chromium does not keep the page while somebody waits.</remarks>
    [ChromiumFact]
    public async Task LocalStorage_OwnersPageIsLeft_GoesToWhoWaited()
    {
        var (owner, next) = (await OpenAsync(), await OpenAsync());
        foreach (var page in new[] { owner, next })
        {
            await page.GotoAsync(new Uri(new(page.Url), "store.js").AbsoluteUri);
            await page.EvaluateAsync("""
                async () => {
                  const { LocalStorage } = await import('/_content/PeerPersistence.Browser/localstorage.js');
                  globalThis.area = new LocalStorage('area/', 30000);
                }
                """);
        }

        await EvaluateAsync(owner, "area.open()");
        var opening = EvaluateAsync(next, "area.open()");
        await owner.WaitForFunctionAsync("async () => (await navigator.locks.query()).pending.length > 0");

        await LeaveAsync(owner);

        await opening;
        await EvaluateAsync(next, "area.close()");
    }

    [ChromiumFact]
    public async Task Commits_OfAWorkerThatIsEnded_AreThereWhereTheyWereAcknowledged()
    {
        var page = await OpenAsync();
        Fixture.Server.Acknowledged.Clear();
        await page.EvaluateAsync("""
            async () => {
              const scripts = trustedTypes.createPolicy('test', { createScriptURL: name => name });
              globalThis.worker = new Worker(scripts.createScriptURL('/worker.js'), { type: 'module' });
              const heard = () => new Promise(resolve => { worker.onmessage = ({ data }) => resolve(data); });
              await heard();
              worker.postMessage('open|indexeddb');
              await heard();
              worker.postMessage('write|');
            }
            """).WaitAsync(Scenarios.Limit);
        while (Fixture.Server.Acknowledged.Count < 50)
            await Task.Yield();

        await page.EvaluateAsync("() => worker.terminate()");

        int.Parse(await page.RunAsync("open", "indexeddb"), System.Globalization.CultureInfo.InvariantCulture)
            .Should().BeGreaterThanOrEqualTo(Fixture.Server.Acknowledged.Max());
        (await page.RunAsync("increment", "1")).Should().NotBeEmpty();
    }

    private static Task<System.Text.Json.JsonElement?> EvaluateAsync(IPage page, string what) =>
        page.EvaluateAsync($"() => {what}").WaitAsync(Scenarios.Limit);

    private static Task<IResponse?> LeaveAsync(IPage page) => page.GotoAsync("about:blank");

    /// <summary>The driver knows nothing of pages that come back as they were.</summary>
    private static async Task ReturnAsync(IPage page)
    {
        await page.EvaluateAsync("() => { setTimeout(() => history.back()); }");
        while (!await IsOnAsync(page))
            await Task.Yield();
    }

    private static async Task<bool> IsOnAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<bool>("() => !!document.querySelector('script')").WaitAsync(Scenarios.Limit);
        }
        catch (PlaywrightException)
        {
            return false; // It is between two pages.
        }
    }
}
