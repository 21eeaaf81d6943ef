namespace PeerPersistence;

/// <content>What others tell.</content>
internal sealed partial class ServiceCore
{
    /// <summary>Known peers get unproven addresses; unknown ones come as strangers, as long as their introducer has a place left.</summary>
    public async Task<bool> IntroduceAsync(IReadOnlyList<PeerData> peers, string introducedBy, CancellationToken cancellationToken)
    {
        var removed = await _removed.ReadAsync(cancellationToken).ConfigureAwait(false);
        var directory = await _mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        var introducer = PeerSummaries.IntroducerOf(introducedBy);
        var strangers = directory.Summaries.Count(peer => peer.Introducer == introducer && !peer.IsFriend);
        var places = Introducers.Quota(_options.MaxPeers, directory.Find(introducedBy)?.Unanswered ?? 0) - strangers;
        var welcome = peers.Where(peer => !directory.Contains(peer.PeerId) && !removed.Contains(peer.PeerId)).Select(peer => peer.PeerId)
            .Distinct(StringComparer.Ordinal).Take(Math.Max(0, places)).ToHashSet(StringComparer.Ordinal);

        // A damaged record is no stranger: its key and secret may be healed yet.
        var writes = peers.Where(peer => welcome.Contains(peer.PeerId) || directory.Find(peer.PeerId) is { IsBlocked: false })
            .Select(peer => new PeerWrite(peer.PeerId, (before, _) => new(Introduce(before, peer, introducedBy, welcome))));
        var change = await _roster.StoreAsync([.. writes], _options.MaxPeers, byUser: false, cancellationToken).ConfigureAwait(false);
        _telemetry.Evicted(change.Removed.Count, "capacity");
        return true;
    }

    private StoredPeer? Introduce(StoredPeer? before, PeerData told, string introducedBy, HashSet<string> welcome)
    {
        var now = _time.GetNow();
        if (before is null)
            return welcome.Contains(told.PeerId) ? Introduction.OfStranger(told, introducedBy, now) : null;
        var after = Introduction.AddAddresses(before, told.CachedCandidates, introducedBy, now);
        return ReferenceEquals(before, after) ? null : after;
    }

    /// <summary>
    /// Those who introduced strangers take the blame, or the credit, for them. What happened is recorded; where this is not, nobody else
    /// is the worse for it.
    /// </summary>
    private async Task AnswerForAsync(IReadOnlyCollection<string> introducers, bool answered)
    {
        var counts = introducers.GroupBy(introducer => introducer, StringComparer.Ordinal)
            .ToDictionary(each => each.Key, each => each.Count(), StringComparer.Ordinal);
        if (counts.Count == 0)
            return;
        try
        {
            await _records.ChangeManyAsync(
                _ => counts.Keys,
                introducer => Introducers.After(introducer, answered, counts[introducer.Peer.PeerId]),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (PeerPersistenceException)
        {
        }
    }
}
