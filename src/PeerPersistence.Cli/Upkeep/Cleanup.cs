using System.Text.Json.Serialization;

namespace PeerPersistence.Cli;

/// <summary>A peer that a cleanup takes, and why.</summary>
internal sealed record Leaving(string PeerId, string DisplayName, string Why)
{
    /// <summary>Only because it was not seen.</summary>
    [JsonIgnore]
    public bool IsSilent { get; init; }
}

/// <summary>Cleans up, and tells who went.</summary>
internal static class Cleanup
{
    public static async Task<IReadOnlyList<Leaving>> RunAsync(
        OpenedPeers opened, CleanupRules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = await opened.Service.QueryPeersAsync(
            new() { ExcludeBlacklisted = false, WithSecrets = false }, cancellationToken).ConfigureAwait(false);
        await RemoveSilentAsync(opened, before.Where(peer => rules.IsSilent(peer, now)), cancellationToken).ConfigureAwait(false);
        await opened.Service.CleanupStalePeersAsync(cancellationToken).ConfigureAwait(false);
        var left = (await opened.Service.GetAllPeerIdsAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. before.Where(peer => !left.Contains(peer.PeerId))
                .Select(peer => new Leaving(peer.PeerId, peer.DisplayName, rules.Why(peer, now)) { IsSilent = rules.IsSilent(peer, now) }),
        ];
    }

    /// <summary>They may come back with gossip: who was only silent is not remembered as removed.</summary>
    private static async Task RemoveSilentAsync(OpenedPeers opened, IEnumerable<PeerData> silent, CancellationToken cancellationToken)
    {
        var forgetful = opened.ServiceWith(options => options.Retention = new() { RememberRemoved = TimeSpan.Zero });
        await using var _ = forgetful.ConfigureAwait(false);
        await forgetful.RemovePeersAsync(silent.Select(peer => peer.PeerId), cancellationToken).ConfigureAwait(false);
    }
}
