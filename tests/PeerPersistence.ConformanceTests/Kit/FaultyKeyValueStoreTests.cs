namespace PeerPersistence.ConformanceTests.Kit;

public sealed class FaultyKeyValueStoreTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    private readonly InMemoryKeyValueStore _inner = new();

    [Theory]
    [InlineData(StoreFault.Fail, typeof(IOException), false)]
    [InlineData(StoreFault.Cancel, typeof(OperationCanceledException), false)]
    [InlineData(StoreFault.Full, typeof(StoreFullException), false)]
    [InlineData(StoreFault.FailAfterwards, typeof(IOException), true)]
    public async Task CommitAsync_ChosenCall_ThrowsAndWritesOnlyWhereItSaysSo(StoreFault fault, Type thrown, bool written)
    {
        var store = new FaultyKeyValueStore(_inner, StoreFaults.OnCall(2, fault));
        (await store.CommitAsync(new KeyValueBatch().Set("first", Bytes))).Should().BeTrue();
        (await FluentActions.Awaiting(async () => await store.CommitAsync(new KeyValueBatch().Set("second", Bytes))).Should().ThrowAsync<Exception>())
            .Which.Should().BeOfType(thrown);
        (await store.GetAsync("second")).HasValue.Should().Be(written);
        (store.Calls, store.Faults).Should().Be((3, 1));
    }

    [Fact]
    public async Task CommitAsync_Conflict_ReturnsFalseAndWritesNothing()
    {
        var store = new FaultyKeyValueStore(_inner, StoreFaults.OnEvery(StoreCallKind.Commit, StoreFault.Conflict));
        (await store.CommitAsync(new KeyValueBatch().Set("k", Bytes))).Should().BeFalse();
        (await store.GetAsync("k")).Should().BeNull();
    }

    [Fact]
    public async Task AnyCall_OfAFailingKind_FailsUntilHealed()
    {
        var store = new FaultyKeyValueStore(_inner, _ => StoreFault.Fail);
        await FluentActions.Awaiting(async () => await store.GetAsync("k")).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(async () => await store.ScanAsync("").GetAsyncEnumerator().MoveNextAsync()).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(async () => await store.GetChangesAsync(null)).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(async () => await store.GetManyAsync(["k", "l"])).Should().ThrowAsync<IOException>();
        store.Heal();
        (await store.GetAsync("k")).Should().BeNull();
        store.Faults.Should().Be(4);
    }

    [Fact]
    public void Seeded_SameSeed_GivesTheSameFaultsAtAboutTheRate()
    {
        var (one, two) = (Faults(seed: 4), Faults(seed: 4));
        one.Should().Equal(two).And.NotEqual(Faults(seed: 5));
        one.Count(fault => fault != StoreFault.None).Should().BeInRange(200, 400);
        one.Distinct().Should().BeEquivalentTo([StoreFault.None, StoreFault.Fail, StoreFault.Full]);

        static List<StoreFault> Faults(int seed)
        {
            var plan = StoreFaults.Seeded(seed, 0.3, StoreFault.Fail, StoreFault.Full);
            return [.. Enumerable.Range(1, 1000).Select(number => plan(new(number, StoreCallKind.Get)))];
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Seeded_RateOutOfRange_NamesTheArgument(double rate) =>
        FluentActions.Invoking(() => StoreFaults.Seeded(1, rate, StoreFault.Fail)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(rate));

    [Fact]
    public async Task GetChangesAsync_InnerDoesNotTrack_SaysThatItDoesNotKnow()
    {
        var store = new FaultyKeyValueStore(new Broken.TinyStore(new()), _ => StoreFault.None);
        var first = await store.GetChangesAsync(null);
        var second = await store.GetChangesAsync(first.Token);
        second.Keys.Should().BeNull();
        second.Token.Should().NotBe(first.Token);
        store.Ability<IChangeTrackingStore>().Should().BeNull("it has no ability that the other store has not");
    }

    [Fact]
    public Task Contract_WithoutFaults_IsKept() =>
        StoreContract.RunAsync(new DecoratedUnderTest("faulty without faults", store => new FaultyKeyValueStore(store, _ => StoreFault.None)));
}
