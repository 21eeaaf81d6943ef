using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence.Tests.Values;

/// <summary>What an application gets that hands our records to <c>JsonSerializer</c>.</summary>
public sealed partial class SerializedTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly PeerData Alice = PeerData.Create("alice", DateTimeOffset.UnixEpoch) with
    {
        SharedSecret = "the-secret",
        LastKnownIP = "192.0.2.7",
        IceServers = [new("turn:t", "user", "the-credential")],
        CachedCandidates = [new("192.0.2.7:4000")],
        Metadata = new PeerMetadata { ["room"] = "7" },
    };

    [Fact]
    public void Serialize_AnythingWithSecrets_PrintsNone()
    {
        var export = new PeerExport { Peers = [Alice] };
        var texts = new[]
        {
            JsonSerializer.Serialize(Alice), JsonSerializer.Serialize(new { Peer = Alice, List = new[] { Alice } }), JsonSerializer.Serialize<object>(Alice),
            JsonSerializer.Serialize(Alice, Web), JsonSerializer.Serialize(Alice, SerializedContext.Default.PeerData),
            JsonSerializer.Serialize(export), JsonSerializer.Serialize(new PeerPage { Peers = [Alice] }), JsonSerializer.Serialize(Alice.IceServers),
            JsonSerializer.Serialize(new ReconnectionCandidate { Peer = Alice }), JsonSerializer.Serialize(new PeerChange { Kind = default, PeerId = "alice", New = Alice }),
            JsonSerializer.Serialize(new ExportOptions { Passphrase = "the-passphrase" }), JsonSerializer.Serialize(new ImportOptions { Passphrase = "the-passphrase" }),
            export.ToJson().Replace("the-credential", "", StringComparison.Ordinal),
        };

        texts.Should().AllSatisfy(text => text.Should().NotContain("the-"));
        texts[0].Should().Contain("192.0.2.7", "whoever serialises a peer wants its addresses");
    }

    [Fact]
    public void Serialize_APeer_ComesBackWithoutItsSecrets()
    {
        var without = Alice with { SharedSecret = null, IceServers = [new IceServer("turn:t", "user", null)] };

        JsonSerializer.Deserialize<PeerData>(JsonSerializer.Serialize(Alice)).Should().Be(without);
        JsonSerializer.Deserialize(JsonSerializer.Serialize(Alice, SerializedContext.Default.PeerData), SerializedContext.Default.PeerData).Should().Be(without);
        JsonSerializer.Deserialize<PeerExport>(JsonSerializer.Serialize(new PeerExport { Peers = [Alice] }))!.Peers.Should().Equal(without);
    }

    [Fact]
    public void Deserialize_ATurnServerFromTheApplicationsOwnServer_HasItsCredential() =>
        JsonSerializer.Deserialize<IceServer>("""{"urls":["turn:t"],"username":"u","credential":"c"}""", Web)
            .Should().Be(new IceServer("turn:t", "u", "c"));

    [Theory]
    [InlineData(",")]
    [InlineData(".")]
    public void Serialize_StorageStats_WritesTheOriginalsTextsInAnyCulture(string decimalSeparator)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = decimalSeparator } };
        try
        {
            var stats = new StorageStats { EstimatedSizeBytes = 52_429, EstimatedSizeMB = 52_429 / 1048576.0, UtilizationPercent = 42 };
            foreach (var json in new[] { JsonSerializer.Serialize(stats), JsonSerializer.Serialize(stats, SerializedContext.Default.StorageStats) })
            {
                json.Should().Contain("\"EstimatedSizeMB\":\"0.05\"").And.Contain("\"UtilizationPercent\":\"42.0\"");
                JsonSerializer.Deserialize<StorageStats>(json).Should().Be(stats with { EstimatedSizeMB = 0.05 });
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [JsonSerializable(typeof(PeerData))]
    [JsonSerializable(typeof(StorageStats))]
    private sealed partial class SerializedContext : JsonSerializerContext;
}
