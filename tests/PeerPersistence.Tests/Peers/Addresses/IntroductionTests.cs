namespace PeerPersistence.Tests.Peers.Addresses;

public sealed class IntroductionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AddAddresses_OneIntroducer_HasFourAndTheEldestGoes()
    {
        var known = Add(Known("own"), "x", 0, "a", "b");
        known = Add(known, "x", 1, "b", "c", "d", "", "own");
        Lines(known).Should().Equal("own", "a", "b", "c", "d");

        Lines(Add(known, "x", 2, "e")).Should().Equal("own", "b", "c", "d", "e");
        Lines(Add(known, "x", 2, "e", "f", "g", "h", "i", "j")).Should().Equal(new[] { "own", "e", "f", "g", "h" }, "it tells four at a time");
    }

    [Fact]
    public void AddAddresses_ManyIntroducers_LeaveEightAndWhatIsOurs()
    {
        var known = Known("own");
        for (var i = 0; i < 100; i++)
            known = Add(known, $"x{i}", i, $"a{i}", $"b{i}");

        Lines(known).Should().Equal("own", "a96", "b96", "a97", "b97", "a98", "b98", "a99", "b99");
        AddressOrder.Of(known, Now.AddDays(1))[0].Candidate.Candidate.Should().Be("own");
    }

    [Fact]
    public void AddAddresses_NoRoom_NeverDisplacesAProvenOne()
    {
        var full = Known([.. Enumerable.Range(0, PeerLimits.CachedCandidates).Select(i => $"own-{i}")]);
        Add(full, "x", 0, "a").Should().BeSameAs(full);
        var nearlyFull = Known([.. Enumerable.Range(0, PeerLimits.CachedCandidates - 1).Select(i => $"own-{i}")]);
        Lines(Add(Add(nearlyFull, "x", 0, "a"), "y", 1, "b"))[^1].Should().Be("b");
        Lines(Add(Add(nearlyFull, "x", 0, "a"), "y", 1, "b")).Should().HaveCount(PeerLimits.CachedCandidates);
    }

    [Fact]
    public void AddAddresses_NothingNew_IsTheSame()
    {
        var known = Add(Known("own"), "x", 0, "a");
        Add(known, "y", 1, "a", "own").Should().BeSameAs(known);
    }

    [Fact]
    public void Order_OnceWeConnected_IsProvenAndFirst()
    {
        var known = Add(Known("own"), "x", 0, "a", "b");
        AddressOrder.Of(known, Now).Select(address => address.Candidate.Candidate).Should().Equal("own", "a", "b");

        known = AddressMemory.Worked(known, new() { Candidate = "b" }, Now.AddHours(1));

        AddressOrder.Of(known, Now.AddHours(1)).Select(address => address.Candidate.Candidate).Should().Equal("b", "own", "a");
        Lines(Add(known, "x", 2, "c", "d", "e", "f")).Should().Equal(new[] { "own", "b", "c", "d", "e", "f" }, "what is proven counts for no introducer");
    }

    [Fact]
    public void OfStranger_EverythingClaimed_IsAStrangerThatNobodyConnectedTo()
    {
        var told = PeerData.Create("s", Now) with
        {
            SharedSecret = "secret", PublicKey = "key", IsPinned = true, BlacklistUntil = Now.AddYears(9), ReconnectionAttempts = 3, DisplayName = "S",
            LastSeen = Now.AddYears(-1), ConnectionQuality = new() { SuccessfulConnections = 999, TotalConnections = 999, SuccessRate = 1 },
            CachedCandidates = [.. "abcdefg".Select(line => new IceCandidate { Candidate = $"{line}" })],
        };

        var stored = Introduction.OfStranger(told, "x", Now);

        stored.Kind.Should().Be(PeerKind.Stranger);
        stored.Peer.Should().BeEquivalentTo(new PeerData
        {
            PeerId = "s", PublicKey = "key", DisplayName = "S", FirstSeen = Now, LastSeen = Now, ConnectionQuality = new() { LastMeasured = Now },
            CachedCandidates = [.. "abcd".Select(line => new IceCandidate { Candidate = $"{line}" })],
        });
        (stored.Evidence.IntroducedBy, stored.Evidence.IsClaim).Should().Be(("x", true));
    }

    private static StoredPeer Known(params string[] lines) => new()
    {
        Peer = PeerData.Create("a", Now) with { CachedCandidates = [.. lines.Select(line => new IceCandidate { Candidate = line })] },
    };

    private static StoredPeer Add(StoredPeer known, string introducer, int minutes, params string[] lines) =>
        Introduction.AddAddresses(known, lines.Select(line => new IceCandidate { Candidate = line }), introducer, Now.AddMinutes(minutes));

    private static IReadOnlyList<string> Lines(StoredPeer peer) => [.. peer.Peer.CachedCandidates.Select(candidate => candidate.Candidate)];
}
