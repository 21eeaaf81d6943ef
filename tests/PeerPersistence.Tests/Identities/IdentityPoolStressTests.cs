namespace PeerPersistence.Tests.Identities;

/// <summary>Many callers, few places, failing openings and closings, and a clock that somebody moves.</summary>
public sealed class IdentityPoolStressTests
{
    private const int MaxOpen = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Rent_ManyAtOnce_NoneIsOpenTwiceNoneIsClosedUnderItsUser(int seed)
    {
        var scene = new PoolScene(MaxOpen, TimeSpan.FromSeconds(10)) { Opening = name => Sometimes(seed, name), Closing = name => Sometimes(seed + 1, name) };
        var closedUnderUser = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + caller);
            for (var i = 0; i < 300; i++)
            {
                var identity = $"{random.Next(12)}";
                using var giveUp = new CancellationTokenSource();
                if (random.Next(10) == 0)
                    await giveUp.CancelAsync();
                try
                {
                    using var rental = await scene.RentAsync(identity, giveUp.Token);
                    for (var pause = random.Next(4); pause > 0; pause--)
                        await Task.Yield();
                    if (!scene.IsOpen(identity))
                        Interlocked.Increment(ref closedUnderUser);
                    if (random.Next(20) == 0)
                        await rental.EraseAsync();
                }
                catch (Exception e) when (e is IOException or OperationCanceledException)
                {
                    // Its opening or erasing failed, or it gave up.
                }

                if (random.Next(5) == 0)
                    scene.Time.Advance(TimeSpan.FromSeconds(random.Next(12)));
            }
        })));

        scene.MostOfOne.Should().Be(1, "seed {0}", seed);
        closedUnderUser.Should().Be(0, "seed {0}", seed);
        await Eventually.Until(() => scene.Pool.Count <= MaxOpen);
        await scene.Pool.DisposeAsync();
        scene.OpenCount.Should().Be(0, "seed {0}", seed);
        scene.Pool.Count.Should().Be(0, "seed {0}", seed);
    }

    private static int _calls;

    private static async Task Sometimes(int seed, string name)
    {
        await Task.Yield();
        var dice = new Random(HashCode.Combine(seed, name, Interlocked.Increment(ref _calls)));
        if (dice.Next(8) == 0)
            throw new IOException("no");
    }
}
