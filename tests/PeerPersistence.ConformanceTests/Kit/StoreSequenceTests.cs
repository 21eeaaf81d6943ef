using PeerPersistence.ConformanceTests.Broken;

namespace PeerPersistence.ConformanceTests.Kit;

public sealed class StoreSequenceTests
{
    [Fact]
    public async Task RunAsync_WrongAnswer_MessageHoldsTheSeedAndTheOperations()
    {
        var message = await FailureOfAsync(seed: 3);
        message.Should().Contain("Seed 3, operation ").And.Contain("commit ").And.Contain("set ");
        message.Split(Environment.NewLine).Length.Should().Be(int.Parse(message.Split("operation ")[1].Split(':')[0], System.Globalization.CultureInfo.InvariantCulture) + 1);
    }

    [Fact]
    public async Task RunAsync_SameSeed_MakesTheSameOperations() => (await FailureOfAsync(seed: 5)).Should().Be(await FailureOfAsync(seed: 5));

    [Fact]
    public async Task RunAsync_OtherSeed_MakesOtherOperations() => (await FailureOfAsync(seed: 5)).Should().NotBe(await FailureOfAsync(seed: 6));

    [Fact]
    public async Task RunAsync_PersistentStore_IsReopenedOnTheWay()
    {
        var openings = 0;
        var store = new TinyUnderTest("tiny", StoreCapabilities.Persistent, place =>
        {
            openings++;
            return new TinyStore(place);
        });
        await StoreSequence.RunAsync(store, seed: 1, operations: 200);
        openings.Should().BeGreaterThan(3);
    }

    private static async Task<string> FailureOfAsync(int seed)
    {
        var broken = new TinyUnderTest("broken", StoreCapabilities.None, place => new EmptyForAbsent(place));
        return (await FluentActions.Awaiting(() => StoreSequence.RunAsync(broken, seed)).Should().ThrowAsync<ConformanceException>()).Which.Message;
    }
}
