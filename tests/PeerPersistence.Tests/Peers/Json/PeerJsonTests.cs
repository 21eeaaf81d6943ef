using System.Text;

namespace PeerPersistence.Tests.Peers.Json;

public sealed class PeerJsonTests
{
    private static StoredPeer Read(string json, string peerId = "a") => PeerJson.Read(Encoding.UTF8.GetBytes(json), peerId);

    private static string Write(StoredPeer peer) => Encoding.UTF8.GetString(PeerJson.Write(peer));

    [Fact]
    public void Write_WhatCreateMakes_HasTheOriginalsFieldsInItsOrder() =>
        Write(new() { Peer = PeerData.Create("a", DateTimeOffset.FromUnixTimeMilliseconds(1795093835055)) }).Should().Be(
            """{"peerId":"a","userId":"a","displayName":"Unknown","firstSeen":1795093835055,"lastSeen":1795093835055,"lastConnected":1795093835055,"publicKey":null,"lastKnownIP":null,"iceServers":[],"cachedCandidates":[],"connectionQuality":{"latency":null,"successRate":1,"connectionType":null,"lastMeasured":1795093835055,"totalConnections":1,"successfulConnections":1,"avgUptime":0},"reconnectionAttempts":0,"blacklistUntil":null,"evidence":{"own":[0,0,0,0],"met":[0,0,0]},"metadata":{},"dataVersion":"1.0.0"}""");

    [Fact]
    public void Read_OnlyAnId_EveryFieldIsNeutral()
    {
        var peer = Read("""{"peerId":"a"}""").Peer;

        (peer.UserId, peer.DisplayName, peer.LastConnected, peer.ReconnectionAttempts, peer.IsPinned).Should().Be(("a", "Unknown", null, 0, false));
        peer.LastSeen.Should().Be(DateTimeOffset.UnixEpoch, "who was never seen is the oldest, not one who never ages");
        peer.ConnectionQuality.SuccessRate.Should().Be(0.5, "unknown is neither perfect nor nothing");
        PeerScore.Reconnection(peer, DateTimeOffset.UnixEpoch.AddYears(50)).Should().BeInRange(0, 100);
    }

    [Theory]
    [InlineData("\"stun:x\"", "stun:x")]
    [InlineData("[\"stun:x\"]", "stun:x")]
    [InlineData("[\"turn:x\",\"turn:y\"]", "turn:x turn:y")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public void Read_IceUrls_MayBeAStringOrAnArray(string urls, string expected) =>
        string.Join(' ', Read($$"""{"peerId":"a","iceServers":[{"urls":{{urls}}}]}""").Peer.IceServers.Single().Urls).Should().Be(expected);

    [Theory]
    [InlineData("null", ConnectionType.Unknown, "null")]
    [InlineData("\"host\"", ConnectionType.Host, "\"host\"")]
    [InlineData("\"srflx\"", ConnectionType.ServerReflexive, "\"srflx\"")]
    [InlineData("\"prflx\"", ConnectionType.PeerReflexive, "\"prflx\"")]
    [InlineData("\"relay\"", ConnectionType.Relay, "\"relay\"")]
    [InlineData("\"carrier pigeon\"", ConnectionType.Unknown, "null")]
    public void ConnectionType_EveryName_GoesInAndOut(string json, ConnectionType type, string written)
    {
        var stored = Read("{\"peerId\":\"a\",\"connectionQuality\":{\"connectionType\":" + json + "}}");
        stored.Peer.ConnectionQuality.ConnectionType.Should().Be(type);
        Write(stored).Should().Contain($"\"connectionType\":{written}");
    }

    [Fact]
    public void ReadAndWrite_FractionsAndHugeNumbers_StaySane()
    {
        var stored = Read("""{"peerId":"a","lastSeen":1e300,"firstSeen":-5,"blacklistUntil":1795093835055.75,"connectionQuality":{"latency":45.7,"avgUptime":1e300,"successRate":7,"totalConnections":-1},"reconnectionAttempts":-3}""");

        stored.Peer.FirstSeen.Should().Be(DateTimeOffset.UnixEpoch);
        stored.Peer.BlacklistUntil!.Value.ToUnixTimeMilliseconds().Should().Be(1795093835055);
        stored.Peer.ConnectionQuality.Latency.Should().Be(TimeSpan.FromTicks(457000));
        (stored.Peer.ConnectionQuality.SuccessRate, stored.Peer.ConnectionQuality.TotalConnections, stored.Peer.ReconnectionAttempts).Should().Be((1, 0, 0));
        Write(stored).Should().Contain("\"latency\":45.7");
        PeerValidator.Check(PeerInstants.Normalize(stored.Peer, DateTimeOffset.UnixEpoch.AddYears(60)));
    }

    [Fact]
    public void Read_AnotherPeersRecord_IsDamage() =>
        FluentActions.Invoking(() => Read("""{"peerId":"b"}""")).Should().Throw<PeerDataCorruptedException>().Which.PeerId.Should().Be("a");

    [Fact]
    public void Read_Damaged_TheMessageQuotesNothingOfTheRecord() =>
        FluentActions.Invoking(() => Read("""{"peerId":"a","lastKnownIP":"203.0.113.5","lastSeen":"203.0.113.5"}"""))
            .Should().Throw<PeerDataCorruptedException>().Which.ToString().Should().NotContain("203.0.113");
}
