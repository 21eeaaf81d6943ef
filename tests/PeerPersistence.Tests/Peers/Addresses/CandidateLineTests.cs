using System.Text;

namespace PeerPersistence.Tests.Peers;

/// <summary>What a candidate line says holds where nothing else is said.</summary>
public sealed class CandidateLineTests
{
    private const string Srflx = "candidate:1 1 udp 1677729535 203.0.113.9 4000 typ srflx raddr 0.0.0.0 rport 0";

    [Theory]
    [InlineData(Srflx, ConnectionType.ServerReflexive)]
    [InlineData("a=" + Srflx, ConnectionType.ServerReflexive)]
    [InlineData("A=CANDIDATE:1 1 UDP 1677729535 203.0.113.9 4000 TYP SRFLX RADDR 0.0.0.0 RPORT 0", ConnectionType.ServerReflexive)]
    [InlineData("  candidate:1  1 tcp 9 2001:db8::1\t9 typ prflx\r\n", ConnectionType.PeerReflexive)]
    [InlineData("a=candidate:1 1 UDP 100 192.0.2.34 1136 typ host ", ConnectionType.Host)]
    [InlineData("candidate:1 1 udp 1 f00.local 9 typ host generation 0 ufrag x", ConnectionType.Host)]
    [InlineData("candidate:2 1 udp 1 198.51.100.1 4000 typ relay raddr 0.0.0.0 rport 0", ConnectionType.Relay)]
    [InlineData("candidate:2 1 udp 1 198.51.100.1 4000 typ", ConnectionType.Unknown)]
    [InlineData("candidate:2 1 udp 1 198.51.100.1 4000 typ teleport", ConnectionType.Unknown)]
    [InlineData("198.51.100.7:4000", ConnectionType.Unknown)]
    [InlineData("", ConnectionType.Unknown)]
    public async Task Type_NotGiven_IsTheLinesOwn(string line, ConnectionType type)
    {
        new IceCandidate(line).Type.Should().Be(type);
        new IceCandidate { Candidate = line }.Type.Should().Be(type);
        new IceCandidate { Type = ConnectionType.Unknown, Candidate = line }.Should().Be(new IceCandidate(line));
        (new IceCandidate("x") with { Candidate = line }).Type.Should().Be(type);
        new IceCandidate { Candidate = line, Type = ConnectionType.PeerReflexive }.Type.Should().Be(ConnectionType.PeerReflexive, "what is given holds");
        new IceCandidate { Type = ConnectionType.PeerReflexive, Candidate = line }.Type.Should().Be(ConnectionType.PeerReflexive);

        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { CachedCandidates = [new() { Candidate = line }, new() { Candidate = line + "!", Type = ConnectionType.Host }] });
        var stored = (await setup.Service.GetPeerAsync("a"))!.CachedCandidates;
        stored[0].Should().Be(new IceCandidate(line));
        stored[1].Type.Should().Be(ConnectionType.Host);
    }

    [Fact]
    public void Read_OriginalWithoutTypes_HasThem()
    {
        var peer = PeerJson.Read(Encoding.UTF8.GetBytes(Reports.Read("candidates-without-type.json")), "p").Peer;

        peer.CachedCandidates.Select(candidate => candidate.Type).Should().Equal(ConnectionType.ServerReflexive, ConnectionType.Relay);
        NetworkGroup.Of(new StoredPeer { Peer = peer }).Should().NotBeNull();
    }

    [Fact]
    public async Task Freshness_TypeOnlyInTheLine_IsThatOfTheType()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with
        {
            CachedCandidates = [new() { Candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host" }, new() { Candidate = "candidate:2 1 udp 1 192.0.2.1 9 typ relay" }],
        });
        setup.Time.Advance(TimeSpan.FromMinutes(7));

        (await setup.Service.GetAddressesAsync("a")).Select(address => (address.Candidate.Type, address.IsFresh))
            .Should().Equal((ConnectionType.Host, true), (ConnectionType.Relay, false));
    }

    [Theory]
    [InlineData(""), InlineData("  "), InlineData("end-of-candidates"), InlineData("a=end-of-candidates"), InlineData("A=End-Of-Candidates\r\n")]
    public async Task EndOfCandidates_IsKeptAndNeverDialled(string end)
    {
        await using var setup = new Setup();
        var host = new IceCandidate("candidate:1 1 udp 1 192.0.2.1 4000 typ host");
        await setup.Service.StorePeersAsync(
            [setup.Friend("a") with { CachedCandidates = [new(end), host] }, setup.Friend("only") with { CachedCandidates = [new(end)] }]);

        (await setup.Service.GetAddressesAsync("a")).Select(address => address.Candidate).Should().Equal(host);
        (await setup.Service.GetAddressesAsync("only")).Should().BeEmpty();
        (await setup.Service.GetReconnectionCandidatesAsync()).SelectMany(candidate => candidate.Peer.CachedCandidates).Should().Equal(host);
        await setup.Service.ReconnectAsync((peer, _) => Task.FromResult(peer.CachedCandidates.All(candidate => candidate == host)));
        (await setup.Service.GetPeerAsync("a"))!.CachedCandidates.Should().Equal(new IceCandidate(end), host);
        await setup.Service.IntroducePeersAsync([new() { PeerId = "told", CachedCandidates = [new(end), host] }], "x");
        (await setup.Service.GetPeerAsync("told"))!.CachedCandidates.Should().Equal(host);
        await FluentActions.Awaiting(() => setup.Service.RecordConnectedAsync("a", new() { Address = new(end) })).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Connected_WhereAllPlacesAreTakenByEnds_TakesTheAddressIn()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { CachedCandidates = [.. Enumerable.Repeat(new IceCandidate("end-of-candidates"), PeerLimits.CachedCandidates)] });

        await setup.Service.RecordConnectedAsync("a", new() { Address = new("192.0.2.1:1") });

        (await setup.Service.GetAddressesAsync("a")).Should().ContainSingle().Which.LastWorked.Should().Be(setup.Now);
        (await setup.Service.GetPeerAsync("a"))!.CachedCandidates.Should().HaveCount(PeerLimits.CachedCandidates);
    }
}
