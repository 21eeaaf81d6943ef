using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Browser.TestApp;

/// <summary>The user deletes the site's data while a page is open: what its service says from then on, and the next one's.</summary>
internal static class Loss
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>"indexeddb" or "localstorage".</summary>
    public static async Task<string> RunAsync(string kind)
    {
        List<string> told = [];
        await using (var provider = Provider(kind))
        {
            var peers = provider.GetRequiredService<IPeerPersistenceService>();
            await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "lost" });
            await using var changes = peers.WatchAsync().GetAsyncEnumerator();
            var first = ChangeAsync(changes);
            await peers.StorePeerAsync(PeerData.Create("bob"));
            told.Add(await first);

            await ClearAsync();

            told.Add($"found {(await peers.GetPeerAsync("alice"))?.PeerId}{string.Join(' ', await peers.GetAllPeerIdsAsync())}");
            told.AddRange(new[] { await ChangeAsync(changes), await ChangeAsync(changes) }.Order(StringComparer.Ordinal));
            told.Add($"updated {await peers.UpdatePeerAsync("alice", peer => peer with { DisplayName = "Alice" })}");
            await peers.StorePeerAsync(PeerData.Create("carol") with { SharedSecret = "kept" });
            told.Add(await ChangeAsync(changes));
        }

        await using var next = Provider(kind);
        var later = next.GetRequiredService<IPeerPersistenceService>();
        told.Add($"later {string.Join(' ', await later.GetAllPeerIdsAsync())} {(await later.GetPeerAsync("carol"))?.SharedSecret}");
        return string.Join(", ", told);
    }

    private static ServiceProvider Provider(string kind) => Services.Provider(
        builder => _ = kind == "localstorage" ? builder.UseLocalStorage() : builder.UseIndexedDb("loss"),
        options => options.WatchInterval = TimeSpan.FromMilliseconds(50));

    private static async Task ClearAsync()
    {
        using var http = new HttpClient { BaseAddress = new(Page.Origin()) };
        using var _ = await http.GetAsync(new Uri("/clear", UriKind.Relative));
    }

    private static async Task<string> ChangeAsync(IAsyncEnumerator<PeerChange> changes) =>
        await changes.MoveNextAsync().AsTask().WaitAsync(Limit) ? $"{changes.Current.Kind} {changes.Current.PeerId}" : "nothing";
}
