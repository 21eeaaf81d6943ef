using PeerPersistence.Browser.TestApp;
using PeerPersistence.Browser.Tests.Support;
using PeerPersistence.Testing;

namespace PeerPersistence.Browser.Tests.Kit;

/// <summary>Every case of the conformance kit that applies, on one thread, in a real browser.</summary>
[Collection(nameof(InChromium))]
public sealed class KitInChromiumTests(ChromiumFixture chromium)
{
    public static TheoryData<string> IndexedDbCases() => CasesFor(KitCapabilities.IndexedDb);

    public static TheoryData<string> LocalStorageCases() => CasesFor(KitCapabilities.LocalStorage);

    /// <summary>The cases that need turns where a store answers at once and there is one thread.</summary>
    public static TheoryData<string> InMemoryCases() => ["whole-for-readers", "never-backwards", "changes-followed"];

    [ChromiumTheory, MemberData(nameof(IndexedDbCases))]
    public Task IndexedDb_KeepsItsPromise(string id) => chromium.RunAsync("kit", $"indexeddb {id}");

    [ChromiumTheory, MemberData(nameof(LocalStorageCases))]
    public Task LocalStorage_KeepsItsPromise(string id) => chromium.RunAsync("kit", $"localstorage {id}");

    [ChromiumTheory, MemberData(nameof(InMemoryCases))]
    public Task InMemory_KeepsItsPromise(string id) => chromium.RunAsync("kit", $"memory {id}");

    private static TheoryData<string> CasesFor(StoreCapabilities capabilities) =>
        [.. StoreContract.Cases.Where(each => (each.Needs & ~capabilities) == StoreCapabilities.None).Select(each => each.Id)];
}
