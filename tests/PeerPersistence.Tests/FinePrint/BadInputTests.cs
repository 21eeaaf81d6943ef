using System.Text.Json;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>Bad input: an <see cref="ArgumentException"/> that names it, and nothing written.</summary>
public sealed class BadInputTests
{
    private static readonly Dictionary<string, (string Names, Func<PeerData, PeerData> Spoil)> Faults = new()
    {
        ["no id"] = ("id", peer => peer with { PeerId = null! }),
        ["empty id"] = ("id", peer => peer with { PeerId = "" }),
        ["long id"] = ("id", peer => peer with { PeerId = new string('x', 257) }),
        ["control in id"] = ("id", peer => peer with { PeerId = "a\u0085" }),
        ["lone surrogate in id"] = ("id", peer => peer with { PeerId = "a\ud83d" }),
        ["no name"] = ("DisplayName", peer => peer with { DisplayName = null! }),
        ["long name"] = ("DisplayName", peer => peer with { DisplayName = new string('x', PeerLimits.TextLength + 1) }),
        ["long key"] = ("PublicKey", peer => peer with { PublicKey = new string('x', PeerLimits.PublicKeyLength + 1) }),
        ["long secret"] = ("SharedSecret", peer => peer with { SharedSecret = new string('ä', (PeerLimits.SecretBytes / 2) + 1) }),
        ["lone surrogate in secret"] = ("SharedSecret", peer => peer with { SharedSecret = "\udc00" }),
        ["seen before 1970"] = ("LastSeen", peer => peer with { LastSeen = DateTimeOffset.UnixEpoch.AddTicks(-1) }),
        ["connected before 1970"] = ("LastConnected", peer => peer with { LastConnected = new(1, 1, 2, 0, 0, 0, TimeSpan.Zero) }),
        ["measured before 1970"] = ("LastMeasured", peer => peer with { ConnectionQuality = new() { LastMeasured = DateTimeOffset.MinValue.AddTicks(1) } }),
        ["negative attempts"] = ("ReconnectionAttempts", peer => peer with { ReconnectionAttempts = int.MinValue }),
        ["no quality"] = ("ConnectionQuality", peer => peer with { ConnectionQuality = null! }),
        ["rate is no number"] = ("SuccessRate", peer => peer with { ConnectionQuality = new() { SuccessRate = double.NaN } }),
        ["infinite rate"] = ("SuccessRate", peer => peer with { ConnectionQuality = new() { SuccessRate = double.PositiveInfinity } }),
        ["negative count"] = ("SuccessfulConnections", peer => peer with { ConnectionQuality = new() { SuccessfulConnections = -1 } }),
        ["negative latency"] = ("Latency", peer => peer with { ConnectionQuality = new() { Latency = TimeSpan.MinValue } }),
        ["negative uptime"] = ("AverageUptime", peer => peer with { ConnectionQuality = new() { AverageUptime = TimeSpan.FromTicks(-1) } }),
        ["unknown type"] = ("ConnectionType", peer => peer with { ConnectionQuality = new() { ConnectionType = (ConnectionType)5 } }),
        ["no servers"] = ("IceServers", peer => peer with { IceServers = null! }),
        ["a server that is none"] = ("IceServers", peer => peer with { IceServers = [null!] }),
        ["a URL that is none"] = ("Urls", peer => peer with { IceServers = [new() { Urls = [null!] }] }),
        ["many candidates"] = ("CachedCandidates", peer => peer with { CachedCandidates = [.. Enumerable.Repeat(new IceCandidate(), PeerLimits.CachedCandidates + 1)] }),
        ["a candidate that is none"] = ("Candidate", peer => peer with { CachedCandidates = [null!] }),
        ["negative line index"] = ("SdpMLineIndex", peer => peer with { CachedCandidates = [new() { SdpMLineIndex = -1 }] }),
        ["no metadata"] = ("Metadata", peer => peer with { Metadata = null! }),
        ["undefined metadata"] = ("Metadata", peer => peer with { Metadata = Metadata(default) }),
        ["disposed metadata"] = ("Metadata", peer => peer with { Metadata = Metadata(Disposed()) }),
        ["deep metadata"] = ("Metadata", peer => peer with { Metadata = Metadata(Deep(100)) }),
        ["large metadata"] = ("record", peer => peer with { Metadata = Metadata(JsonSerializer.SerializeToElement(new string('x', PeerLimits.RecordBytes))) }),
    };

    public static TheoryData<StoreKind, string> Cases
    {
        get
        {
            var data = new TheoryData<StoreKind, string>();
            foreach (var fault in Faults.Keys)
            {
                data.Add(StoreKind.Memory, fault);
                data.Add(StoreKind.File, fault);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task StoreOrUpdate_BadPeer_IsNamedAndNothingIsWritten(StoreKind kind, string fault)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("known"));
        var before = await scene.DumpAsync();
        var (names, spoil) = Faults[fault];

        // The secret is the store's first: refused input makes no key either.
        var bad = spoil(scene.Friend("new") with { SharedSecret = "secret" });
        await ThrowsAsync("peer", () => scene.Service.StorePeerAsync(bad));
        await ThrowsAsync("peers", () => scene.Service.StorePeersAsync([scene.Friend("good"), bad]));
        await ThrowsAsync("update", () => scene.Service.UpdatePeerAsync("known", peer => spoil(peer with { SharedSecret = "secret" })));

        (await scene.DumpAsync()).Should().Equal(before);
        (await scene.Service.QueryPeersAsync()).Should().ContainSingle();

        async Task ThrowsAsync(string parameter, Func<Task> call)
        {
            var thrown = (await call.Should().ThrowAsync<ArgumentException>()).Which;
            thrown.ParamName.Should().Be(parameter);
            thrown.Message.Should().Contain(names).And.NotContain("secret\"");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Import_BadPeerAmongGood_IsReportedAndTakesNoneAlong(StoreKind kind, string fault)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var bad = Faults[fault].Spoil(scene.Friend("bad"));

        var result = await scene.Service.ImportDataAsync(new() { Peers = [scene.Friend("a"), bad, null!, scene.Friend("b")] });

        result.Imported.Should().Be(2);
        result.Failures.Select(failure => (failure.Index, failure.PeerId)).Should().Equal((1, bad.PeerId), (2, null));
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a", "b");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(55)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public async Task StorePeer_NestedMetadata_IsRefusedOrComesBackAlsoFromAnExport(int depth)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        try
        {
            await scene.Service.StorePeerAsync(scene.Friend("a") with { Metadata = Metadata(Deep(depth)) });
        }
        catch (ArgumentException)
        {
            depth.Should().BeGreaterThan(20);
            return;
        }

        (await scene.GetAsync("a")).Metadata["m"].GetRawText().Should().Be(Deep(depth).GetRawText());
        var export = PeerExport.Parse((await scene.Service.ExportDataAsync()).ToJson());
        string.Concat(export.Peers.Single().Metadata["m"].GetRawText().Where(c => !char.IsWhiteSpace(c))).Should().Be(Deep(depth).GetRawText());
    }

    private static Dictionary<string, JsonElement> Metadata(JsonElement element) => new() { ["m"] = element };

    private static JsonElement Deep(int levels)
    {
        using var document = JsonDocument.Parse(new string('[', levels) + new string(']', levels), new() { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }

    private static JsonElement Disposed()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement;
    }
}
