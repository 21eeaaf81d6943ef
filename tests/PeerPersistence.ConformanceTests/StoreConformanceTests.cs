namespace PeerPersistence.ConformanceTests;

/// <summary>Every store × every case that its capabilities ask for.</summary>
public sealed class StoreConformanceTests
{
    public static TheoryData<string, string> StoresAndCases()
    {
        var rows = new TheoryData<string, string>();
        foreach (var store in AllStores.List)
        {
            foreach (var each in StoreContract.CasesFor(store))
                rows.Add(store.Name, each.Id);
        }

        return rows;
    }

    public static TheoryData<string> Stores() => [.. AllStores.List.Select(store => store.Name)];

    [Theory, MemberData(nameof(StoresAndCases))]
    public Task Contract_OfEveryStore_IsKept(string store, string id) => StoreContract.Case(id).RunAsync(AllStores.Named(store));

    [Theory, MemberData(nameof(Stores))]
    public void Cases_OfDeclaredCapabilities_AreAllRun(string store) =>
        StoreContract.EnsureComplete(AllStores.Named(store), StoresAndCases().Where(row => (string)row[0] == store).Select(row => (string)row[1]));
}
