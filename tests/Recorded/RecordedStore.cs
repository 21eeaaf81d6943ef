using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Recorded;

/// <summary>What is asked of every recorded store, whatever it lies in.</summary>
internal static class RecordedStore
{
    /// <summary>Opened, it tells what it told on the day; written to and opened again, it tells that, changed as it was written.</summary>
    /// <param name="expected">What it told.</param>
    /// <param name="keys">Its master key.</param>
    /// <param name="use">Opens it, lets it be used, closes it.</param>
    public static async Task ShouldTellAndGoOnAsync(JsonNode expected, IMasterKeyProvider keys, Func<Func<IKeyValueStore, Task>, Task> use)
    {
        await use(store => ShouldTellAsync(expected, store, keys));

        var peer = expected["peers"]!.AsObject().First().Value!;
        var id = (string)peer["peerId"]!;
        await use(async store =>
        {
            await using var service = RecordedView.Serve(store, keys, ClockOf(expected));
            (await service.UpdatePeerAsync(id, now => now with { DisplayName = "renamed", SharedSecret = "new" })).Should().BeTrue();
        });
        (peer["displayName"], peer["secret"], peer["secretStatus"]) = ("renamed", "new", "Available");
        await use(store => ShouldTellAsync(expected, store, keys));

        await use(async store =>
        {
            await using var service = RecordedView.Serve(store, keys, ClockOf(expected));
            (await service.RecordConnectedAsync(id)).Should().BeTrue();
            (await service.GetPeerAsync(id))!.ConnectionQuality.TotalConnections.Should().Be((int)peer["quality"]!["total"]! + 1);
        });
    }

    public static async Task ShouldTellAsync(JsonNode expected, IKeyValueStore store, IMasterKeyProvider keys) =>
        RecordedDifferences.Between(expected, await RecordedView.ReadAsync(store, keys, RecordedView.InstantsOf(expected)))
            .Should().BeEmpty();

    private static FakeTimeProvider ClockOf(JsonNode expected) => new(RecordedView.InstantsOf(expected)[0]);
}
