using System.Text.Json;

namespace PeerPersistence.Tests.Peers;

public sealed class RecordSizeTests
{
    [Fact]
    public void IsSurelyAtMost_WhatIsWritten_IsNeverMore()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var peer = Any(random);
            var size = PeerJson.Write(new() { Peer = peer with { SharedSecret = null } }).Length;
            RecordSize.IsSurelyAtMost(peer, size - 1).Should().BeFalse("it has {0} bytes", size);
        }

        RecordSize.IsSurelyAtMost(PeerData.Create("a"), 10_000).Should().BeTrue("nearly all need not be written");
    }

    [Theory]
    [InlineData("a"), InlineData("\u0001a"), InlineData("ä"), InlineData("\u2028中"), InlineData("\"\\a"), InlineData("a+<'/")]
    public void IsSurelyAtMost_ALongText_IsToldClosely(string piece)
    {
        var peer = PeerData.Create("a") with { DisplayName = string.Concat(Enumerable.Repeat(piece, 20_000)) };
        var size = PeerJson.Write(new() { Peer = peer }).Length;

        RecordSize.IsSurelyAtMost(peer, size - 1).Should().BeFalse();
        RecordSize.IsSurelyAtMost(peer, size * (piece.Contains('"') ? 3 : 1) + 4096).Should().BeTrue();
    }

    [Theory]
    [InlineData("{\"unknown\":1}", null)]
    [InlineData(null, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void IsSurelyAtMost_OnlyWritingTells_SaysNo(string? unknown, string? metadata)
    {
        var peer = PeerData.Create("a") with
        {
            Unknown = unknown is null ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(unknown),
            Metadata = new Dictionary<string, JsonElement> { ["m"] = JsonDocument.Parse(metadata ?? "1").RootElement },
        };

        RecordSize.IsSurelyAtMost(peer, int.MaxValue).Should().BeFalse();
    }

    [Fact]
    public void IsSurelyAtMost_WhatCannotBeWritten_SaysNo()
    {
        RecordSize.IsSurelyAtMost(PeerData.Create("a") with { DisplayName = "\ud800" }, int.MaxValue).Should().BeFalse();
        RecordSize.IsSurelyAtMost(PeerData.Create("a") with { Metadata = new Dictionary<string, JsonElement> { ["m"] = default } }, int.MaxValue).Should().BeFalse();
    }

    private static PeerData Any(Random random)
    {
        string Text() => new([.. Enumerable.Range(0, random.Next(40)).Select(_ => "a\u0001ä\u2028\"<"[random.Next(6)])]);
        return PeerData.Create("p" + random.Next()) with
        {
            UserId = Text(),
            DisplayName = Text(),
            PublicKey = Text(),
            LastKnownIP = Text(),
            LastConnected = DateTimeOffset.MaxValue,
            BlacklistUntil = DateTimeOffset.MaxValue,
            IsPinned = true,
            IceServers = [.. Enumerable.Range(0, random.Next(9)).Select(_ => new IceServer { Urls = [Text(), Text()], Username = Text(), Credential = Text() })],
            CachedCandidates = [.. Enumerable.Range(0, random.Next(9)).Select(_ => new IceCandidate { Candidate = Text(), SdpMid = Text(), UsernameFragment = Text(), SdpMLineIndex = int.MaxValue })],
            ConnectionQuality = new() { Latency = TimeSpan.FromMilliseconds(random.NextDouble()), SuccessRate = random.NextDouble(), TotalConnections = int.MaxValue, AverageUptime = TimeSpan.MaxValue },
            Metadata = Enumerable.Range(0, random.Next(9)).ToDictionary(i => i + Text(), _ => JsonSerializer.SerializeToElement(Text())),
        };
    }
}
