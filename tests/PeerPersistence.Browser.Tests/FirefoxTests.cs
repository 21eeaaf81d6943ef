using PeerPersistence.Browser.TestApp;
using PeerPersistence.Browser.Tests.Support;
using PeerPersistence.Testing;

namespace PeerPersistence.Browser.Tests;

/// <summary>The kit on both stores, the golden envelope and the original's secrets in Firefox.</summary>
public sealed class FirefoxTests
{
    private const string Golden =
        "envelopes|1^PEER-000^1^hunter2^pp1.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v-VHe5UCYxMwP7KJVEm0HAW1dL8vDo0UbLit-cAJlntY9itT3yMYx";

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

    private static IEnumerable<string> Cases(string store, StoreCapabilities capabilities) => StoreContract.Cases
        .Where(each => (each.Needs & ~capabilities) == StoreCapabilities.None).Select(each => $"kit|{store} {each.Id}");
}
