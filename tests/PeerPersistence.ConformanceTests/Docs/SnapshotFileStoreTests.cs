using CustomStore;

namespace PeerPersistence.ConformanceTests.Docs;

// docs:begin theory
public sealed class SnapshotFileStoreTests
{
    private static readonly SnapshotFileUnderTest Store = new();

    public static TheoryData<string> Cases() => [.. StoreContract.CasesFor(Store).Select(each => each.Id)];

    [Theory, MemberData(nameof(Cases))]
    public Task Contract_IsKept(string id) => StoreContract.Case(id).RunAsync(Store);
}
// docs:end
