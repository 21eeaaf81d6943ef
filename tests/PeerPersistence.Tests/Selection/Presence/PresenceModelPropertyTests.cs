namespace PeerPersistence.Tests;

public class PresenceModelPropertyTests
{
    private static readonly DateTimeOffset Year2026 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Estimate_AnyHistoryAndAnyClock_IsAProbability(int seed)
    {
        var random = new Random(seed);
        PresenceState? state = null;
        for (var step = 0; step < 2_000; step++)
        {
            var facts = AnyFacts(random);
            state = AnyEvent(random, state, facts, AnyInstant(random));
            if (random.Next(20) == 0)
                state = AnyBytes(random);
            Check(PresenceModel.Estimate(state, facts, AnyInstant(random)), $"seed {seed}, step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Events_AnyHistoryInOrder_NeverSeeMoreThanWatched(int seed)
    {
        var random = new Random(seed);
        PresenceState? state = null;
        var now = Year2026;
        for (var step = 0; step < 2_000; step++)
        {
            now = now.AddMinutes(random.NextDouble() * Math.Pow(10, random.Next(6)));
            state = AnyEvent(random, state, AnyFacts(random), now);
            for (var bin = 0; bin < PresenceBins.Count; bin++)
                (state?.Seen(bin) ?? 0).Should().BeLessThanOrEqualTo(state?.Watched(bin) ?? 0, $"seed {seed}, step {step}");
            if (state is not null)
                PresenceState.TryParse(state.ToBase64()).Should().Be(state, $"seed {seed}, step {step}");
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 10)];

    private static void Check(PresenceEstimate estimate, string where)
    {
        estimate.Online.Should().BeInRange(0, 1, where);
        estimate.Alive.Should().BeInRange(0, 1, where);
        estimate.Reach.Should().BeInRange(0, 1, where);
        estimate.Probability.Should().BeInRange(0, 1, where);
    }

    private static PresenceState? AnyEvent(Random random, PresenceState? state, PresenceFacts facts, DateTimeOffset now) =>
        random.Next(8) switch
        {
            0 => PresenceModel.Seen(state, facts, now),
            1 => PresenceModel.HeardInGossip(state, facts, now),
            2 or 3 => PresenceModel.Absent(state, facts, now),
            4 => PresenceModel.Connected(state, facts, now, random.Next(2) == 0),
            5 => PresenceModel.Measured(state, facts, now),
            6 => PresenceModel.Failed(state, facts, now),
            _ => PresenceModel.Disconnected(state, facts, now, (Departure)random.Next(3)),
        };

    private static PresenceFacts AnyFacts(Random random) => new(
        AnyInstant(random), AnyInstant(random), AnyCount(random), AnyCount(random), (ConnectionType)random.Next(-1, 7));

    private static int AnyCount(Random random) => random.Next(6) switch
    {
        0 => int.MaxValue,
        1 => int.MinValue,
        2 => 0,
        _ => random.Next(50),
    };

    private static DateTimeOffset AnyInstant(Random random) => random.Next(8) switch
    {
        0 => DateTimeOffset.MinValue,
        1 => DateTimeOffset.MaxValue,
        2 => DateTimeOffset.UnixEpoch,
        _ => Year2026.AddSeconds((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(9))),
    };

    private static PresenceState? AnyBytes(Random random)
    {
        var bytes = new byte[PresenceState.Size];
        random.NextBytes(bytes);
        bytes[0] = 1;
        return PresenceState.TryParse(Convert.ToBase64String(bytes));
    }
}
