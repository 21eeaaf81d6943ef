using System.Globalization;

namespace MeshChat;

/// <summary>A peer as the page shows it.</summary>
/// <param name="Id">The peer.</param>
/// <param name="Name">What it is called, so that it passes for no other.</param>
/// <param name="State">How it is reached now.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="Quality">How good connections to it were, 0 to 100.</param>
/// <param name="IsPinned">The user keeps it whatever happens.</param>
/// <param name="HasSecret">A secret is shared with it.</param>
/// <param name="LastSeen">When it was seen.</param>
public sealed record Person(
    string Id, string Name, Reach State, string Detail, int Quality, bool IsPinned, bool HasSecret, DateTimeOffset LastSeen)
{
    private const int IdShown = 6;

    /// <param name="peer">The peer.</param>
    /// <param name="hasSecret">A secret is shared with it.</param>
    /// <param name="hasNamesake">Another one has this name, or one that looks the same: a part of the id of both is shown.</param>
    /// <param name="keeper">Who is connected, and who is called.</param>
    /// <param name="links">The links that stand.</param>
    internal static Person Of(PeerData peer, bool hasSecret, bool hasNamesake, KeeperState keeper, Links links)
    {
        var link = links.Find(peer.PeerId);
        var way = link is null ? links.WayTo(peer.PeerId) : null;
        var state = peer.IsBlocked ? Reach.Blocked
            : link is not null ? Reach.Linked
            : way is not null ? Reach.Through
            : keeper.Connections.Any(other => other.PeerId == peer.PeerId) ? Reach.Called : Reach.Away;
        var detail = state switch
        {
            Reach.Blocked => "blocked",
            Reach.Linked => $"{Milliseconds(link!.Latency)}, {peer.ConnectionQuality.ConnectionType.ToString().ToLowerInvariant()}",
            Reach.Through => $"through {way!.Peer.Name}",
            Reach.Called => "calling …",
            _ => string.Create(CultureInfo.InvariantCulture, $"seen {peer.LastSeen.ToLocalTime():MMM d, HH:mm}"),
        };
        var name = hasNamesake ? $"{peer.DisplayName} ({peer.PeerId[..Math.Min(IdShown, peer.PeerId.Length)]})" : peer.DisplayName;
        return new(peer.PeerId, name, state, detail, PeerScore.Quality(peer.ConnectionQuality), peer.IsPinned, hasSecret, peer.LastSeen);
    }

    private static string Milliseconds(TimeSpan? latency) =>
        latency is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0} ms") : "…";
}

/// <summary>How a peer is reached.</summary>
public enum Reach
{
    Linked,
    Through,
    Called,
    Away,
    Blocked,
}
