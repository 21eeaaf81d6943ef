namespace PeerPersistence.PostgreSql.Tests;

/// <summary>The contract of stores, on a real server.</summary>
public sealed class ConformanceTests
{
    private static readonly PostgreSqlUnderTest s_store = new();

    public static TheoryData<string> Cases() => [.. StoreContract.CasesFor(s_store).Select(each => each.Id)];

    [PostgreSqlTheory, MemberData(nameof(Cases))]
    public Task Contract_IsKept(string id) => StoreContract.Case(id).RunAsync(s_store);

    [PostgreSqlTheory, MemberData(nameof(Cases))]
    public Task Contract_BehindALayer_IsKept(string id) => StoreContract.Case(id).RunAsync(new LayeredUnderTest(s_store));
}
