using System.Text;

namespace PeerPersistence.Tests.Peers.Json;

/// <summary>That a peer was heard from changes three values of its record, and nothing else.</summary>
public sealed class RecordTouchTests
{
    private const string Known = "\"firstSeen\":1,\"connectionQuality\":{\"lastMeasured\":2}";

    private const string Evidence = """{"own":[0,0,0,0],"met":[0,0,0]}""";

    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    [Fact]
    public void TryApply_RecordWithFieldsThatNobodyKnows_KeepsThemByteForByte()
    {
        const string Before = """{ "peerId":"a", "firstSeen":1, "connectionQuality":{"lastMeasured":2}, "later": {"b" : 1.0, "b":2}, "lastSeen": 5 ,"iceServers":[{"urls":"stun:x","\u0061":1}],""";
        const string Middle = ""","metadata":{"c":"\/", "c":null},""";
        const string After = """, "dataVersion":"1.0", "half":"\ud83d"} """;
        var record = $"{Before}\"presence\":null{Middle}\"evidence\": {Evidence}{After}";

        var touched = Touch(record);

        touched.Should().StartWith(Before.Replace(" 5 ,", "1800000000000 ,", StringComparison.Ordinal) + "\"presence\":\"")
            .And.EndWith($"\"{Middle}\"evidence\":{Evidence}{After}");
    }

    [Theory]
    [InlineData("\"lastSeen\":5,\"evidence\" :null,\"peerId\":\"a\"," + Known)]
    [InlineData("\"lastSeen\":5,\"presence\":null,\"peerId\":\"a\"," + Known)]
    [InlineData("\"presence\":null,\"evidence\":null,\"peerId\":\"a\"," + Known)]
    [InlineData("\"presence\":null,\"evidence\":null,\"lastSeen\":5,\"peerId\":\"a\"," + Known)]
    [InlineData("\"lastSeen\":5,\"presence\":null,\"evidence\":null,\"lastSeen\":6,\"peerId\":\"a\"," + Known)]
    [InlineData("\"lastSeen\":5,\"presence\":null,\"evidence\":null,\"peerId\":\"a\",\"connectionQuality\":{\"lastMeasured\":2}")]
    [InlineData("\"lastSeen\":5,\"presence\":null,\"evidence\":null,\"peerId\":\"a\",\"firstSeen\":1")]
    [InlineData("\"lastSeen\":5,\"presence\":null,\"evidence\":null,\"peerId\":\"b\"," + Known)]
    [InlineData("\"lastSeen\":5,\"presence\":null,\"evidence\":null,\"peerId\":\"a\"," + Known + "}")]
    public void TryApply_RecordOfAnotherForm_LeavesItToBeWrittenAnew(string fields) => Touch($"{{{fields}}}").Should().BeNull();

    [Fact]
    public void TryApply_RecordOfAPeerOfWhomNothingWasSeen_GetsItsPresenceWhereItIsWritten() =>
        Touch($"{{\"peerId\":\"a\",\"lastSeen\":5,{Known},\"evidence\":{Evidence}}}")
            .Should().StartWith($"{{\"peerId\":\"a\",\"lastSeen\":1800000000000,{Known},\"presence\":\"").And.EndWith($"\",\"evidence\":{Evidence}}}");

    [Fact]
    public void TryApply_FieldThatStandsTwice_ChangesTheLastWhichCounts() =>
        Touch($"{{\"lastSeen\":4,\"peerId\":\"a\",\"lastSeen\":5,\"presence\":null,\"evidence\":{Evidence},{Known}}}")
            .Should().StartWith("{\"lastSeen\":4,\"peerId\":\"a\",\"lastSeen\":1800000000000,");

    private static string? Touch(string record) =>
        RecordTouch.TryApply(Encoding.UTF8.GetBytes(record), "a", peer => PeerEvents.Seen(peer, s_now)) is var (_, touched)
            ? Encoding.UTF8.GetString(touched)
            : null;
}
