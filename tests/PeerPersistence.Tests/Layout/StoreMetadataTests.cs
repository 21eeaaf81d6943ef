using System.Text;

namespace PeerPersistence.Tests.Storage.Layout;

public sealed class StoreMetadataTests
{
    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{\"lastCleanup\":"), InlineData("{\"lastCleanup\":\"yesterday\"}"), InlineData("{\"totalPeers\":1e99}")]
    public void Read_Damaged_IsNone(string json) => StoreMetadata.Read(Encoding.UTF8.GetBytes(json)).Should().BeNull();

    [Fact]
    public void Read_TheOriginals_ComesBackWithWhatElseStandsThere()
    {
        const string Original = "{\"lastCleanup\":1700000000000,\"totalPeers\":3,\"estimatedSize\":99,\"statistics\":{\"totalReconnections\":4}}";

        var metadata = StoreMetadata.Read(Encoding.UTF8.GetBytes(Original))!;

        (metadata.LastCleanup, metadata.TotalPeers, metadata.EstimatedSize).Should().Be((DateTimeOffset.FromUnixTimeMilliseconds(1700000000000), 3, 99));
        Encoding.UTF8.GetString(metadata.Write()).Should().Be(Original);
    }
}
