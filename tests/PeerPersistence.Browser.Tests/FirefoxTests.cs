using System.Text.Json;
using PeerPersistence.Browser.TestApp;
using PeerPersistence.Browser.Tests.Support;
using PeerPersistence.Testing;

namespace PeerPersistence.Browser.Tests;

/// <summary>The kit on both stores, the golden envelope and the original's secrets in Firefox.</summary>
public sealed class FirefoxTests
{
    private const string Golden =
        "envelopes|1^PEER-000^1^hunter2^pp1.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v-VHe5UCYxMwP7KJVEm0HAW1dL8vDo0UbLit-cAJlntY9itT3yMYx";

    /// <summary>What was acknowledged and is missing, although something older of the same writer is there.</summary>
    private const string ClearUnderLoad = """
        (async () => {
          const { load, openStore } = await import('/store.js');
          const store = await openStore('cleared'), running = load(store);
          for (let time = 0; time < 15; time++) {
            await running.more(50);
            await fetch('/clear');
          }
          await running.more(50);
          await running.end();
          const there = await store.keys(), of = key => there.filter(other => other[0] === key[0]);
          const missing = running.acknowledged.filter(key => of(key)[0] < key && !there.includes(key));
          return JSON.stringify({ missing, errors: running.errors, there: there.length, reads: running.reads });
        })()
        """;

    [LongFirefoxFact]
    public async Task Firefox_KitEnvelopesAndTheOriginal_HoldAsInChromium()
    {
        string[] scenarios =
        [
            .. Cases("indexeddb", KitCapabilities.IndexedDb), .. Cases("localstorage", KitCapabilities.LocalStorage),
            Golden, "original-set|", "original-moved|",
        ];

        var told = await Firefox.RunAsync(scenarios);

        told.Should().HaveCount(scenarios.Length).And.NotContain(line => line.Contains(" FAILED"));
        told[^3].Should().Contain(": True True ");
        told[^1].Should().Contain("40 peers, 39 secrets, 0 keys, old key there: False");
    }

    [LongFirefoxFact]
    public async Task Firefox_SitesDataIsClearedUnderLoad_EveryCallEndsAndWhatWasAcknowledgedSinceIsThere()
    {
        using var server = new PageServer();
        await using var page = await FirefoxPage.OpenAsync(server.Address);

        var told = JsonSerializer.Deserialize<JsonElement>((await page.EvaluateAsync(ClearUnderLoad).WaitAsync(Scenarios.Limit))!);

        told.GetProperty("errors").EnumerateArray().Should().BeEmpty("the database comes back");
        told.GetProperty("missing").EnumerateArray().Should().BeEmpty();
        told.GetProperty("there").GetInt32().Should().BeGreaterThan(40);
        told.GetProperty("reads").GetInt32().Should().BeGreaterThan(40);
    }

    private static IEnumerable<string> Cases(string store, StoreCapabilities capabilities) => StoreContract.Cases
        .Where(each => (each.Needs & ~capabilities) == StoreCapabilities.None).Select(each => $"kit|{store} {each.Id}");
}
