namespace PeerPersistence;

/// <summary>Who gets a place and who gives his up when all are taken. Pure; a pinned or blocked peer never goes.</summary>
internal static class RoomPolicy
{
    /// <summary>New friends take at most one place in so many from friends.</summary>
    private const int FriendsPerNewFriend = 20;

    /// <summary>The user stores: strangers give way to everybody, friends to friends, and to new friends within their share.</summary>
    /// <param name="arrivals">Who is new, in order.</param>
    /// <param name="stored">Who is there and may go, those whom the user is storing again at the end, each lot by rank.</param>
    /// <param name="excess">How many more there are, with the arrivals, than there are places; more than 0.</param>
    /// <param name="places">How many there may be.</param>
    /// <param name="now">The present.</param>
    public static Room ForUser(
        IReadOnlyList<PeerSummary> arrivals, IReadOnlyList<PeerSummary> stored, int excess, int places, DateTimeOffset now)
    {
        List<string> going = [.. stored.Where(peer => !peer.IsFriend).Take(excess).Select(peer => peer.PeerId)];
        HashSet<string> refused = new(StringComparer.Ordinal);
        var strangers = arrivals.Where(peer => !peer.IsFriend).OrderBy(peer => EvictionRank.Of(peer, now));
        refused.UnionWith(strangers.Take(excess - going.Count).Select(peer => peer.PeerId));
        var missing = excess - going.Count - refused.Count;

        var newFriends = new Queue<PeerSummary>(stored.Where(peer => peer.Kind == PeerKind.NewFriend));
        var friends = new Queue<PeerSummary>(stored.Where(peer => peer.Kind == PeerKind.Friend));
        var entering = arrivals.Where(peer => peer.IsFriend).ToList();

        // Beyond those who enter: the maximum was lowered since.
        for (; missing > entering.Count && newFriends.Count + friends.Count > 0; missing--)
            going.Add((newFriends.Count > 0 ? newFriends : friends).Dequeue().PeerId);

        var share = Math.Max(1, places / FriendsPerNewFriend);
        var seated = entering.Count - Math.Min(missing, entering.Count);
        var held = newFriends.Count + entering.Take(seated).Count(peer => peer.Kind == PeerKind.NewFriend);
        foreach (var arrival in entering.Skip(seated))
        {
            var takesFromFriends = arrival.Kind == PeerKind.Friend ? newFriends.Count == 0 : held < share;
            if (!(takesFromFriends ? friends : newFriends).TryDequeue(out var victim))
            {
                refused.Add(arrival.PeerId);
                continue;
            }

            going.Add(victim.PeerId);
            held += (arrival.Kind == PeerKind.NewFriend ? 1 : 0) - (takesFromFriends ? 0 : 1);
        }

        return new(going, refused);
    }

    /// <summary>Others tell, or a file: rank alone decides, and a pinned one goes last.</summary>
    /// <param name="arrivals">Who is new.</param>
    /// <param name="stored">Who is there and may go.</param>
    /// <param name="excess">How many more there are, with the arrivals, than there are places.</param>
    /// <param name="now">The present.</param>
    public static Room ByRank(IReadOnlyList<PeerSummary> arrivals, IReadOnlyList<PeerSummary> stored, int excess, DateTimeOffset now)
    {
        var lowest = stored.Concat(arrivals).OrderBy(peer => peer.IsPinned).ThenBy(peer => EvictionRank.Of(peer, now))
            .Take(excess).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        var refused = arrivals.Select(peer => peer.PeerId).Where(lowest.Contains).ToHashSet(StringComparer.Ordinal);
        return new([.. lowest.Where(id => !refused.Contains(id))], refused);
    }
}

/// <summary>Room, made.</summary>
/// <param name="going">Those stored that go.</param>
/// <param name="refused">Those new for whom there is no place.</param>
internal sealed class Room(IReadOnlyCollection<string> going, IReadOnlyCollection<string> refused)
{
    public IReadOnlyCollection<string> Going => going;

    public IReadOnlyCollection<string> Refused => refused;
}
