namespace PeerPersistence.Tests;

/// <summary>What a query gets of a directory that keeps its orders is what sorting everybody gives.</summary>
public sealed class PeerOrdersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly StorageKeys Keys = new("mesh:");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void First_AnyChangesAndAnyQuery_EqualsSortingEverybody(int seed)
    {
        var random = new Random(seed);
        var directory = new PeerDirectory(Keys);
        for (var i = 0; i < 3000; i++)
        {
            var (key, value) = Change(random);
            directory.Apply(key, value, Now);
            if (i % 3 == 0)
                ShouldEqualSortingEverybody(directory, Query(random), random, i);
        }
    }

    private static void ShouldEqualSortingEverybody(PeerDirectory directory, PeerQuery query, Random random, int step)
    {
        var now = Now.AddMinutes(random.Next(-60, 3000));
        PageCursor? after = random.Next(2) == 0 ? null
            : directory.Summaries.ElementAtOrDefault(random.Next(40)) is { } there ? new(PeerOrder.KeyOf(there, query.SortBy), there.PeerId)
            : new(random.NextInt64(), $"p{random.Next(40)}");
        var count = random.Next(50);

        directory.First(count, query, now, after).Should().Equal(
            PeerOrder.Select(directory.Summaries, query, now, after).Take(count), "step {0}, {1}, {2}", step, query, after);
    }

    private static PeerQuery Query(Random random) => new()
    {
        SortBy = (PeerSortBy)random.Next(3),
        Order = (PeerSortOrder)random.Next(2),
        MinQuality = random.Next(3) == 0 ? random.Next(101) : 0,
        MaxAge = random.Next(3) == 0 ? TimeSpan.FromMinutes(random.Next(3000)) : null,
        ExcludeBlacklisted = random.Next(2) == 0,
        IsPinned = random.Next(3) == 0 ? random.Next(2) == 0 : null,
        IsFriend = random.Next(3) == 0 ? random.Next(2) == 0 : null,
    };

    private static (string Key, ReadOnlyMemory<byte>? Value) Change(Random random)
    {
        var key = Keys.Peer($"p{random.Next(40)}");
        if (random.Next(6) == 0)
            return (key, null);
        if (random.Next(20) == 0)
            return (key, "{"u8.ToArray());
        var seen = Now.AddMinutes(-random.Next(50) * 40); // Few instants, so that many are alike.
        var peer = PeerData.Create(key[Keys.Peer("").Length..], seen) with
        {
            IsPinned = random.Next(8) == 0,
            LastConnected = random.Next(3) == 0 ? null : seen,
            BlacklistUntil = random.Next(4) == 0 ? Now.AddMinutes(random.Next(-50, 50)) : null,
            ConnectionQuality = new() { TotalConnections = 10, SuccessfulConnections = random.Next(11), SuccessRate = random.Next(11) / 10.0 },
        };
        var evidence = random.Next(4) == 0 ? PeerEvidence.None with { OwnDays = new(2, 20000, 3), OwnSuccesses = 2 } : PeerEvidence.None;
        return (key, PeerJson.Write(new() { Peer = peer, Evidence = evidence }));
    }
}
