namespace PeerPersistence.ConformanceTests;

/// <summary>Every store the kit is run on. A new store is one class in this folder and one line here.</summary>
internal static class AllStores
{
    public static IReadOnlyList<StoreUnderTest> List { get; } =
    [
        new InMemoryUnderTest(),
        new FileUnderTest(),
        new SqliteUnderTest(),
        new EncryptedUnderTest(),
    ];

    public static StoreUnderTest Named(string name) => List.Single(store => store.Name == name);
}
