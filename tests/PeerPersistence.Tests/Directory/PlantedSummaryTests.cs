using PeerPersistence.Testing;
using static PeerPersistence.Tests.SummaryScene;

namespace PeerPersistence.Tests;

/// <summary>Summaries that name others than the records and the index do keep nobody from writing.</summary>
public sealed class PlantedSummaryTests
{
    [Fact]
    public async Task StorePeer_OnAPartThatNamesAnotherPeer_IsStored()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        await PlantAsync(store);
        var recording = new RecordingKeyValueStore(store);
        await using (var service = Serve(recording))
        {
            var another = PeerData.Create("another", Now);
            await service.StorePeerAsync(another);

            recording.Count(StoreCallKind.Scan).Should().Be(1);
            (await service.ContainsAsync(another.PeerId)).Should().BeTrue();
            await service.MaintainAsync();
        }

        using var mirror = await OpenAsync(store);
        await ShouldBeOfTheRecordsAsync(mirror, store);
    }

    /// <summary>The first peer of the last part has another id.</summary>
    private static async Task PlantAsync(InMemoryKeyValueStore store)
    {
        var head = SummaryHead.Read((await store.GetAsync(Keys.Summaries))!.Value)!;
        var page = head.Parts[^1].Key;
        var part = (await store.GetAsync(Keys.SummariesOf(page)))!.Value.ToArray();
        part[part.AsSpan().IndexOf("peer-"u8)] = (byte)'q';
        var parts = head.Parts.Select(each => each.Key == page ? KeyValuePair.Create(page, Fingerprint.Of(part)) : each).ToList();
        await store.CommitAsync(new KeyValueBatch().Set(Keys.SummariesOf(page), part));
        var token = (await store.GetChangesAsync(null)).Token;
        await store.CommitAsync(new KeyValueBatch().Set(Keys.Summaries, (head with { Token = token, Parts = parts }).Write()));
    }
}
