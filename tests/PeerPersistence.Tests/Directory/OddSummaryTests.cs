using System.Text;
using PeerPersistence.Testing;
using static PeerPersistence.Tests.SummaryScene;

namespace PeerPersistence.Tests;

/// <summary>What a summary has no form for is no reason to say something else, nor to write all of them at every opening.</summary>
public sealed class OddSummaryTests
{
    [Theory]
    [InlineData(0), InlineData(PeerLimits.PeerIdLength + 1), InlineData(70_000)]
    public async Task Open_IntroducerIsNoIdentifier_IsWhatTheRecordsSay(int length)
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        await IntroduceByAsync(store, Id(SummaryScene.Peers + 1), new('x', length));
        await using (var service = Serve(store))
            await service.InitializeAsync();

        var watched = new RecordingKeyValueStore(store);
        using var mirror = await OpenAsync(watched);

        watched.Count(StoreCallKind.Scan).Should().Be(0);
        await ShouldBeOfTheRecordsAsync(mirror, store);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Initialize_KeysThatNoHeadCanName_WritesNone(bool areTooMany)
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        var batch = new KeyValueBatch();
        for (var i = 0; i < (areTooMany ? 5_000 : 1); i++)
            batch.Set(areTooMany ? $"mesh:app:{i}" : "mesh:app:\ud800", new byte[7]);
        await store.CommitAsync(batch);
        await using (var earlier = Serve(new Earlier(store)))
            await ChangeManyAsync(earlier);
        await using (var service = Serve(store))
            await service.InitializeAsync();
        var watched = new RecordingKeyValueStore(store);

        await using (var again = Serve(watched))
            await again.InitializeAsync();

        watched.Count(StoreCallKind.Commit).Should().Be(0);
        await store.CommitAsync(new KeyValueBatch().Set(batch.Changes.Keys.First(), new byte[5]));
        using var mirror = await OpenAsync(store);
        await ShouldBeOfTheRecordsAsync(mirror, store);
    }

    private static async Task IntroduceByAsync(InMemoryKeyValueStore store, string peerId, string introducer)
    {
        var record = Encoding.UTF8.GetString((await store.GetAsync(Keys.Peer(peerId)))!.Value.Span);
        var other = record.Replace($"\"by\":\"{Id(3)}\"", $"\"by\":\"{introducer}\"", StringComparison.Ordinal);
        other.Should().NotBe(record);
        await store.CommitAsync(new KeyValueBatch().Set(Keys.Peer(peerId), Encoding.UTF8.GetBytes(other)));
    }
}
