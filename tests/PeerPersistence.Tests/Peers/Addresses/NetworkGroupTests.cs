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

    [Theory]
    [InlineData("198.51.100.1:4000"), InlineData("[::ffff:198.51.7.7]:4000"), InlineData("::ffff:198.51.7.7"), InlineData(" 198.51.100.1")]
    public void Of_PortOrMapped_IsTheAddresses(string ip) => At(ip.Trim()).Should().Be(At("198.51.0.1")).And.NotBeNull();

    [Theory]
    [InlineData("[2001:db8::1]:4000"), InlineData("[2001:db8::1]"), InlineData("2001:db8:0:9::1")]
    public void Of_IPv6InBrackets_IsTheAddresses(string ip) => At(ip).Should().Be(At("2001:db8::1")).And.NotBeNull();

    [Theory]
    [InlineData("192.168.1.2"), InlineData("192.168.1.2:4000"), InlineData("[fd00::1]:9"), InlineData("fe80::1"), InlineData(""), InlineData("x.local"), InlineData("x.local:9"), InlineData(null)]
    public void Of_NothingPublicInTheIP_IsTheFirstPublicCandidates(string? ip)
    {
        const string Ula = "candidate:1 1 udp 1 fd00::1 4000 typ srflx raddr :: rport 0";
        string[] publics =
        [
            "candidate:1 1 udp 1 198.51.100.1 4000 typ srflx raddr 10.0.0.1 rport 1", "a=candidate:1 1 udp 1 198.51.100.1 4000 typ host",
            "candidate:1 1 udp 1 198.51.100.1 4000 typ prflx", "198.51.100.1:4000", "198.51.100.1",
        ];
        foreach (var line in publics)
        {
            var peer = PeerData.Create("a") with
            {
                LastKnownIP = ip,
                CachedCandidates =
                [
                    new(Ula), new("candidate:1 1 udp 1 f00.local 4000 typ host"), new("candidate:1 1 udp 1 10.0.0.1 4000 typ host"), new("end-of-candidates"), new(""),
                    new("candidate:1 1 udp 1 203.0.113.1 4000 typ relay raddr 198.51.100.1 rport 0"), new(line),
                ],
            };
            NetworkGroup.Of(new StoredPeer { Peer = peer }).Should().Be(At("198.51.9.9"), line);
        }
    }

    [Fact]
    public void Of_OnlyClaimed_IsNotKnown()
    {
        var claimed = Stored("198.51.100.1");
        NetworkGroup.Of(claimed with { Evidence = claimed.Evidence with { IntroducedBy = "somebody" } }).Should().BeNull("somebody else says so");
        var line = new IceCandidate { Candidate = Line("203.0.113.7"), Type = ConnectionType.ServerReflexive };
        var told = claimed with
        {
            Peer = claimed.Peer with { LastKnownIP = null, CachedCandidates = [line] },
            Addresses = new Dictionary<string, AddressHistory> { [line.Candidate] = new(null, null, "somebody") },
        };
        NetworkGroup.Of(told).Should().BeNull("somebody else says that it is there");
    }

    private static string Line(string ip) => $"candidate:2 1 udp 1694498815 {ip} 50001 typ srflx raddr 10.0.0.5 rport 50001";

    private static int? At(string? ip) => NetworkGroup.Of(Stored(ip));

    private static StoredPeer Stored(string? ip) =>
        new() { Peer = PeerData.Create("a") with { LastKnownIP = ip }, Evidence = new() { OwnSuccesses = 1 } };
}
