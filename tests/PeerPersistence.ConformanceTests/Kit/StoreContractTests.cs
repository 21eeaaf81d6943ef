using PeerPersistence.ConformanceTests.Broken;

namespace PeerPersistence.ConformanceTests.Kit;

public sealed class StoreContractTests
{
    private static readonly TinyUnderTest Tiny = new("tiny", StoreCapabilities.Persistent, place => new TinyStore(place));

    [Fact]
    public void Cases_Ids_AreUniqueLowerCaseWordsWithASentence()
    {
        StoreContract.Cases.Select(each => each.Id).Should().OnlyHaveUniqueItems();
        StoreContract.Cases.Should().OnlyContain(each => each.Id.All(unit => unit == '-' || char.IsAsciiLetterLower(unit)) && each.Sentence.EndsWith('.'));
    }

    [Fact]
    public void Cases_EveryCapability_IsAskedFor()
    {
        // The cases of many keys run wherever the ability is, declared or not.
        foreach (var capability in Enum.GetValues<StoreCapabilities>().Where(each => each != StoreCapabilities.BatchReading))
            StoreContract.Cases.Should().Contain(each => each.Needs == capability);
    }

    [Fact]
    public void EnsureComplete_CaseOfADeclaredCapabilityMissing_NamesIt()
    {
        var ids = StoreContract.CasesFor(Tiny).Select(each => each.Id).ToList();
        StoreContract.EnsureComplete(Tiny, ids);
        ids.Remove("reopened-often");
        FluentActions.Invoking(() => StoreContract.EnsureComplete(Tiny, ids)).Should().Throw<ConformanceException>().WithMessage("*Persistent*reopened-often*");
    }

    [Fact]
    public async Task RunAsync_CaseThatNeedsMoreThanIsDeclared_NamesTheCapability() =>
        await FluentActions.Awaiting(() => StoreContract.Case("no-room").RunAsync(Tiny)).Should().ThrowAsync<ArgumentException>().WithMessage("*LimitedRoom*");

    [Fact]
    public void Case_UnknownId_IsAnArgumentException() =>
        FluentActions.Invoking(() => StoreContract.Case("no such case")).Should().Throw<ArgumentException>().WithParameterName("id");

    [Fact]
    public async Task RunAsync_SeveralBrokenPromises_ListsThemAll()
    {
        var broken = new TinyUnderTest("broken", StoreCapabilities.None, place => new JudgesBy(place, JudgesBy.Always));
        (await FluentActions.Awaiting(() => StoreContract.RunAsync(broken)).Should().ThrowAsync<ConformanceException>())
            .Which.Message.Should().Contain("expect-bytes").And.Contain("expect-absent").And.Contain("expect-only");
    }

    [Fact]
    public async Task RunAsync_StoreThatHangs_EndsAtTheTimeLimit() =>
        await FluentActions.Awaiting(() => StoreContract.Case("get-last").RunAsync(new HangingUnderTest())).Should().ThrowAsync<ConformanceException>().WithMessage("*within 0 s*");

    [Fact]
    public async Task RunAsync_Cancelled_IsNotWrapped() =>
        await FluentActions.Awaiting(() => StoreContract.Case("get-last").RunAsync(Tiny, new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

    private sealed class HangingUnderTest : StoreUnderTest
    {
        public override string Name => "hangs";

        public override StoreCapabilities Capabilities => StoreCapabilities.None;

        public override TimeSpan TimeLimit => TimeSpan.FromMilliseconds(20);

        public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) => new(new Hangs(new()));
    }
}
