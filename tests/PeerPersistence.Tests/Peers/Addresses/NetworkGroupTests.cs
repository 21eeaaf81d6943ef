namespace PeerPersistence.Tests;

public class NetworkGroupTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.114.9", true)]
    [InlineData("203.0.113.7", "203.1.113.7", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:ffff::9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.1.1", true)]
    [InlineData("32.1.0.0", "2001::1", false)]
    public void Of_TwoAddresses_AreOneNetworkByTheirPrefix(string a, string b, bool same)
    {
        var (first, second) = (At(a), At(b));
        first.Should().NotBeNull();
        second.Should().NotBeNull();
        (first == second).Should().Be(same);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("peer.example.org"), InlineData("f00.local")]
    [InlineData("10.1.2.3"), InlineData("172.16.0.1"), InlineData("172.31.0.1"), InlineData("192.168.1.1"), InlineData("127.0.0.1")]
    [InlineData("169.254.1.1"), InlineData("100.64.0.1"), InlineData("0.0.0.0"), InlineData("224.0.0.1"), InlineData("255.255.255.255")]
    [InlineData("::1"), InlineData("fe80::1"), InlineData("fd00::1"), InlineData("::ffff:10.0.0.1")]
    public void Of_NoPublicAddress_IsNotKnown(string? ip) => At(ip).Should().BeNull();

    [Theory]
    [InlineData("172.32.0.1"), InlineData("100.63.0.1"), InlineData("100.128.0.1"), InlineData("192.169.0.1"), InlineData("11.0.0.1")]
    public void Of_BesideAPrivateRange_IsKnown(string ip) => At(ip).Should().NotBeNull();

    [Fact]
    public void Of_AnAddressWorked_IsThatOfTheLatest()
    {
        var stored = Stored("198.51.100.1") with
        {
            Addresses = new Dictionary<string, AddressHistory>
            {
                [Line("203.0.113.7")] = new(null, DateTimeOffset.UnixEpoch.AddDays(2)),
                [Line("192.0.2.4")] = new(null, DateTimeOffset.UnixEpoch.AddDays(1)),
                [Line("10.0.0.5")] = new(null, DateTimeOffset.UnixEpoch.AddDays(3)),
            },
        };
        var candidates = stored.Addresses.Keys.Select(line => new IceCandidate { Candidate = line }).ToList();
        stored = stored with { Peer = stored.Peer with { CachedCandidates = candidates } };

        NetworkGroup.Of(stored).Should().Be(At("203.0.7.7"), "the latest that is public");
    }

    [Fact]
    public void Of_OnlyClaimed_IsNotKnown()
    {
        var claimed = Stored("198.51.100.1");
        NetworkGroup.Of(claimed with { Evidence = PeerEvidence.None }).Should().BeNull("we never connected to it");
        NetworkGroup.Of(claimed with { Evidence = claimed.Evidence with { IntroducedBy = "somebody" } })
            .Should().BeNull("somebody else says so");
        var line = new IceCandidate { Candidate = Line("203.0.113.7"), Type = ConnectionType.ServerReflexive };
        NetworkGroup.Of(claimed with { Peer = claimed.Peer with { LastKnownIP = null, CachedCandidates = [line] } })
            .Should().BeNull("nothing stood there yet");
    }

    private static string Line(string ip) => $"candidate:2 1 udp 1694498815 {ip} 50001 typ srflx raddr 10.0.0.5 rport 50001";

    private static int? At(string? ip) => NetworkGroup.Of(Stored(ip));

    private static StoredPeer Stored(string? ip) =>
        new() { Peer = PeerData.Create("a") with { LastKnownIP = ip }, Evidence = new() { OwnSuccesses = 1 } };
}
