using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Trust;

/// <summary>Friends as life makes them: stored once, connected to on different days.</summary>
internal static class Friends
{
    /// <summary>Peers that we connected to on so many days, the clock a day later each time.</summary>
    public static async Task<string[]> MakeAsync(Scene scene, int count, int days = 2, bool withSecrets = false)
    {
        var ids = Enumerable.Range(0, count).Select(i => $"friend-{i:000}").ToArray();
        await scene.Service.StorePeersAsync(ids.Select(id => scene.Stranger(id) with { DisplayName = id, SharedSecret = withSecrets ? "of " + id : null }));
        for (var day = 0; day < days; day++)
        {
            foreach (var id in ids)
                await scene.Service.RecordConnectedAsync(id);
            scene.Clock.Advance(TimeSpan.FromDays(1));
        }

        return ids;
    }

    /// <summary>How many of them are there.</summary>
    public static async Task<int> LeftAsync(Scene scene, string[] friends) => (await scene.Service.GetAllPeerIdsAsync()).Intersect(friends).Count();
}
