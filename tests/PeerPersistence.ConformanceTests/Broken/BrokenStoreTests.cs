namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>The kit finds what is wrong, and each of its cases can fail.</summary>
/// <remarks>The tiny stores copy all they hold at every scan: nothing for a heap of 64 MB, where the real stores are tested.</remarks>
public sealed class BrokenStoreTests
{
    public static TheoryData<string, string> StoresAndCases()
    {
        var rows = new TheoryData<string, string>();
        foreach (var store in BrokenStores.List)
        {
            foreach (var id in store.CaughtBy)
                rows.Add(store.Name, id);
        }

        return rows;
    }

    public static TheoryData<string> WholeStores() => [.. BrokenStores.Whole.Select(store => store.Name)];

    [Theory, MemberData(nameof(StoresAndCases)), Trait("Large", "")]
    public async Task Case_OfABrokenPromise_Fails(string name, string id)
    {
        var store = BrokenStores.List.Single(each => each.Name == name);
        var each = StoreContract.Case(id);
        var failure = (await FluentActions.Awaiting(() => each.RunAsync(store)).Should().ThrowAsync<ConformanceException>()).Which;
        failure.Message.Should().Contain(name).And.Contain(id).And.Contain(each.Sentence);
        store.LeavesPlaces.Should().BeFalse("a failed case tidies up too");
    }

    [Theory, MemberData(nameof(WholeStores)), Trait("Large", "")]
    public Task EveryCase_OfAStoreWithoutFault_Passes(string name) =>
        StoreContract.RunAsync(BrokenStores.Whole.Single(each => each.Name == name));

    [Fact]
    public void EveryCase_IsFailedByAtLeastOneBrokenStore() =>
        BrokenStores.List.SelectMany(store => store.CaughtBy).Should().Contain(StoreContract.Cases.Select(each => each.Id));

    [Fact]
    public void EveryBrokenStore_IsCaughtByAtLeastOneCase() =>
        BrokenStores.List.Should().OnlyContain(store => store.CaughtBy.Count > 0);
}
