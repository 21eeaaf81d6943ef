using System.Text;

namespace PeerPersistence.Tests.Values;

/// <summary>A record that somebody spoilt may hold bytes that are no UTF-8, in fields that nobody reads.</summary>
public sealed class NoUtf8Tests
{
    [Theory]
    [InlineData("\"metadata\":{\"note\":\"a?b\"}"), InlineData("\"metadata\":{\"note\":{\"?\":[1,\"?\"]}}"), InlineData("\"unknown\":\"?\"")]
    [InlineData("\"iceServers\":[{\"urls\":[\"stun:a\"],\"us?r\":\"u\"}]")]
    public async Task GetPeer_BytesThatAreNoUtf8_IsReadComparedAndUpdated(string field)
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("alice"));
        var record = Encoding.Latin1.GetBytes((await setup.Store.TextAsync("mesh:peer:alice"))!.Replace("\"metadata\":{}", field.Replace('?', '\u00F3'), StringComparison.Ordinal));
        record.Should().Contain((byte)0xF3);
        await setup.Store.CommitAsync(new KeyValueBatch().Set("mesh:peer:alice", record));
        await using var service = setup.Another();

        var (one, other) = ((await service.GetPeerAsync("alice"))!, (await service.GetPeerAsync("alice"))!);

        one.Equals(other).Should().BeTrue();
        one.Equals(other with { Metadata = new PeerMetadata { ["note"] = "another" } }).Should().BeFalse();
        (await service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" })).Should().BeTrue();
        (await service.GetPeerAsync("alice"))!.DisplayName.Should().Be("A");
        PeerExport.Parse((await service.ExportDataAsync()).ToJson()).Peers.Should().ContainSingle();
    }
}
