using System.Text;

namespace PeerPersistence.Tests.Peers.Evidence;

public sealed class PeerEvidenceTests
{
    private const long Noon = 1_763_632_800_000;
    private const long Day = 24 * 60 * 60 * 1000;

    [Theory]
    [InlineData(2, Noon - Day, true)]
    [InlineData(9, Noon - (300 * Day), true)]
    [InlineData(1, Noon - Day, false)]
    [InlineData(9, Noon, false)]
    [InlineData(0, Noon - Day, false)]
    public void Read_RecordOfAnEarlierVersion_IsAFriendAfterTwoSuccessesOnTwoDays(int successes, long firstSeen, bool isFriend) =>
        Read($$$"""{"peerId":"a","firstSeen":{{{firstSeen}}},"lastConnected":{{{Noon}}},"connectionQuality":{"successfulConnections":{{{successes}}}}}""")
            .Kind.Should().Be(isFriend ? PeerKind.Friend : PeerKind.Stranger);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var evidence = new PeerEvidence
        {
            OwnSuccesses = 12, OwnDays = new(3, 20_000, 0x8000_0001), ConnectedDays = new(4, 20_001, 7), Vain = new(6, 20, 19_999, 20_002),
            IsBlocked = true, IsClaim = true, IntroducedBy = "x", Unanswered = 3, Foretold = TryTally.With([], 0.35, answered: true),
        };
        foreach (var written in new[] { evidence, PeerEvidence.None })
            Read(Write(new() { Peer = new() { PeerId = "a" }, Evidence = written })).Evidence.Should().Be(written);
    }

    [Fact]
    public void Write_NothingOfOurOwn_WritesTheZeros()
    {
        var stored = new StoredPeer { Peer = new() { PeerId = "a", LastConnected = DateTimeOffset.UnixEpoch.AddDays(9), ConnectionQuality = new() { SuccessfulConnections = 9 } } };

        Write(stored).Should().Contain("\"evidence\":{\"own\":[0,0,0,0],\"met\":[0,0,0]}");
        Read(Write(stored)).Kind.Should().Be(PeerKind.Stranger, "numbers make nobody a friend");
    }

    [Theory]
    [InlineData("7"), InlineData("null"), InlineData("[]"), InlineData("{}"), InlineData("{\"own\":[1,2,3],\"met\":[1,2,3]}")]
    [InlineData("{\"own\":[1,2,3,\"4\"],\"met\":[1,2,3]}"), InlineData("{\"own\":[1,2,3,4.5],\"met\":[1,2,3]}"), InlineData("{\"own\":{},\"met\":7}")]
    public void Read_Damaged_CostsTheEvidenceOnly(string evidence)
    {
        var stored = Read($$$"""{"peerId":"a","displayName":"A","evidence":{{{evidence}}},"firstSeen":{{{Noon - Day}}},"lastConnected":{{{Noon}}},"connectionQuality":{"successfulConnections":2}}""");

        (stored.Peer.DisplayName, stored.Kind).Should().Be(("A", PeerKind.Friend));
    }

    [Fact]
    public void Read_NumbersOutOfRange_AreTheNearest() =>
        Read("""{"peerId":"a","evidence":{"own":[-1,99999,-5,9e9],"met":[1,2,3]}}""").Kind.Should().Be(PeerKind.Stranger, "a number with an exponent is no count, and then nothing is known");

    [Fact]
    public void KindOf_SecretByHearsay_IsNoFriend()
    {
        new PeerEvidence().KindOf(isPinned: false, hasSecret: true).Should().Be(PeerKind.NewFriend);
        new PeerEvidence { IsClaim = true }.KindOf(isPinned: false, hasSecret: true).Should().Be(PeerKind.Stranger);
        new PeerEvidence { IsClaim = true }.KindOf(isPinned: true, hasSecret: false).Should().Be(PeerKind.Friend);
    }

    [Fact]
    public void Connected_InAndOut_OnlyOurOwnMakesAFriend()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Noon);
        var inbound = Enumerable.Range(0, 99).Aggregate(PeerEvidence.None, (evidence, i) => evidence.Connected(now.AddDays(i), isOwn: false));
        (inbound.KindOf(false, false), inbound.OwnSuccesses, inbound.ConnectedDays.Count).Should().Be((PeerKind.Stranger, 0, 99));

        var once = inbound.Connected(now, isOwn: true).Connected(now.AddHours(9), isOwn: true);
        once.KindOf(false, false).Should().Be(PeerKind.Stranger, "one day is no friendship");
        once.Connected(now.AddDays(1), isOwn: true).KindOf(false, false).Should().Be(PeerKind.Friend);
    }

    private static StoredPeer Read(string json) => PeerJson.Read(Encoding.UTF8.GetBytes(json), "a");

    private static string Write(StoredPeer stored) => Encoding.UTF8.GetString(PeerJson.Write(stored));
}
