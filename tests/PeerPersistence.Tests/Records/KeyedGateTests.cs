namespace PeerPersistence.Tests.Records;

public sealed class KeyedGateTests
{
    private readonly KeyedGate _gate = new();

    [Fact]
    public async Task Enter_SameKey_OneAtATime()
    {
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            using var entered = await _gate.EnterAsync(i % 2 == 0 ? ["a", "b"] : ["b", "a"], CancellationToken.None);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));

        most.Should().Be(1);
    }

    [Fact]
    public async Task Enter_AnotherKey_Passes()
    {
        using var a = await _gate.EnterAsync(["a"], CancellationToken.None);
        using var b = await _gate.EnterAsync(["b", "b"], CancellationToken.None);
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LeavesTheOthersFree()
    {
        using var cancellation = new CancellationTokenSource();
        var a = await _gate.EnterAsync(["a"], CancellationToken.None);
        var waiting = _gate.EnterAsync(["0", "a"], cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await waiting.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();

        using (await _gate.EnterAsync(["0"], CancellationToken.None))
            a.Dispose();
        using var again = await _gate.EnterAsync(["a"], CancellationToken.None);
    }
}
