namespace PeerPersistence.ConformanceTests;

/// <summary>Every store the kit is run on. A new store is one class in this folder and one line here.</summary>
internal static class AllStores
{
    private static readonly IReadOnlyList<StoreUnderTest> s_own =
    [
        new InMemoryUnderTest(),
        new FileUnderTest(),
        new SqliteUnderTest(),
        new EncryptedUnderTest(),
    ];

    /// <summary>Each as it is, and behind a layer.</summary>
    public static IReadOnlyList<StoreUnderTest> List { get; } = [.. s_own, .. s_own.Select(store => new LayeredUnderTest(store))];

    public static StoreUnderTest Named(string name) => List.Single(store => store.Name == name);
}
