namespace PeerPersistence.Tests;

public sealed class PackedSummaryTests
{
    [Fact]
    public void Pack_EveryProperty_ComesBack()
    {
        var random = new Random(9);
        for (var i = 0; i < 1000; i++)
        {
            var summary = Any(random);
            var bytes = new byte[PeerSummary.PackedLength];
            summary.Pack(bytes);

            ShownDirectory.Of(PeerSummary.Unpack(bytes, summary.PeerId, summary.Introducer, summary.Presence, summary.Foretold)).Should()
                .Be(ShownDirectory.Of(summary));
        }
    }

    private static PeerSummary Any(Random random)
    {
        DateTimeOffset At() => DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(1L << 41));
        bool Perhaps() => random.Next(2) == 0;
        ushort Few() => (ushort)random.Next(ushort.MaxValue);
        return new()
        {
            PeerId = "a", FirstSeen = At(), LastSeen = At(), LastConnected = Perhaps() ? At() : null, BlacklistUntil = Perhaps() ? At() : null,
            ReconnectionAttempts = random.Next(), TotalConnections = random.Next(), SuccessfulConnections = random.Next(),
            ConnectionType = (ConnectionType)random.Next(4), Quality = random.Next(101), Kind = (PeerKind)random.Next(3), IsPinned = Perhaps(),
            OwnSuccesses = random.Next(), OwnDays = new(Few(), Few(), (uint)random.Next()), ConnectedDays = Few(),
            Vain = new(Few(), Few(), Few(), Few()), IsBlocked = Perhaps(), Introducer = random.Next(), Unanswered = Few(),
            Foretold = Perhaps() ? [] : [.. Enumerable.Range(0, TryTally.Numbers).Select(_ => Few())],
            Presence = Perhaps() ? null : new() { On = random.NextDouble() }, HasSecret = Perhaps(), IsInClear = Perhaps(),
            HasPartsSetAside = Perhaps(), Network = Perhaps() ? random.Next() : null, Characters = random.Next(),
            Fingerprint = (ulong)random.NextInt64(),
        };
    }
}
