using System.Collections.ObjectModel;
using PeerPersistence;

namespace FriendsWindow;

/// <summary>The friends, line by line, as a window can show them.</summary>
internal sealed class FriendList(IPeerPersistenceService peers, ConnectionKeeper keeper) : ObservableCollection<string>
{
    /// <summary>Follows who is there, until the keeper stops. Called on the window's thread it stays there.</summary>
    public async Task FollowAsync()
    {
        await foreach (var state in keeper.WatchAsync())
        {
            Clear();
            foreach (var link in state.Connections)
                Add($"{link.PeerId} {(link.IsConnected ? "is here" : "is called")}");
            foreach (var missing in state.Missing)
                Add($"{missing.PeerId} is away");
        }
    }

    /// <summary>Remembers a friend at an address. The keeper connects at once.</summary>
    public Task RememberAsync(string address) => peers.StorePeerAsync(new() { PeerId = address, CachedCandidates = [new(address)] });
}
