namespace PeerPersistence.Cli;

/// <summary>A peer that a cleanup by the library's own settings takes soon.</summary>
internal sealed record AtRisk(string PeerId, string DisplayName, string When, string Why)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>Tried on copies in memory, today's and that of a week ahead.</summary>
    public static async Task<IReadOnlyList<AtRisk>> ReadAsync(OpenedPeers opened, CancellationToken cancellationToken)
    {
        var now = await GoingAsync(opened, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        var soon = await GoingAsync(opened, Soon, cancellationToken).ConfigureAwait(false);
        return
        [
            .. now.Select(peer => new AtRisk(peer.PeerId, peer.DisplayName, "now", peer.Why)),
            .. soon.ExceptBy(now.Select(peer => peer.PeerId), peer => peer.PeerId)
                .Select(peer => new AtRisk(peer.PeerId, peer.DisplayName, "within a week", peer.Why + (peer.IsSilent ? " by then" : ""))),
        ];
    }

    private static async Task<IReadOnlyList<Leaving>> GoingAsync(OpenedPeers opened, TimeSpan ahead, CancellationToken cancellationToken)
    {
        var (rules, later) = (CleanupRules.OfTheLibrary, new Later(opened.Time, ahead));
        var copy = await opened.CopyAsync(later, rules.Apply, cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        return await Cleanup.RunAsync(copy, rules, later.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    private sealed class Later(TimeProvider time, TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + ahead;
    }
}
