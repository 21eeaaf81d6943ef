namespace PeerPersistence.Tests.Selection.Presence;

public sealed class UnobservedTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A state of nothing but its record is made by an event that teaches nothing: it ends when it began.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Estimate_WithoutAState_IsThatOfAStateMadeOfTheRecord(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var lastSeen = Now.AddSeconds(random.Next(-90, 2) * random.Next(100_000));
            var facts = new PresenceFacts(
                lastSeen.AddSeconds(-random.Next(3) * random.Next(3_000_000)), lastSeen, random.Next(-1, 40), random.Next(60),
                (ConnectionType)random.Next(5));
            var made = PresenceModel.Disconnected(null, facts, PresenceInstant(lastSeen), Departure.Network);

            PresenceModel.Estimate(null, facts, Now).Should().Be(PresenceModel.Estimate(made, facts, Now), "step {0}, {1}", i, facts);
        }
    }

    private static DateTimeOffset PresenceInstant(DateTimeOffset lastSeen) => lastSeen < Now ? lastSeen : Now;
}
