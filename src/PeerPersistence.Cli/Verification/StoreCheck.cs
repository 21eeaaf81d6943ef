namespace PeerPersistence.Cli;

/// <summary>Reads everything that is in a store, and tells what is wrong with it.</summary>
/// <param name="Peers">How many peers there are, damaged ones included.</param>
/// <param name="Findings">What is wrong; nothing where all is well.</param>
/// <param name="Refusal">Why the key that was named opens none of the store's; <c>null</c>: it does, or none was named.</param>
internal sealed record StoreCheck(int Peers, IReadOnlyList<Finding> Findings, SecretUnavailableException? Refusal)
{
    public static async Task<StoreCheck> RunAsync(StoreChoice choice, TimeProvider time, CancellationToken cancellationToken)
    {
        var opened = await OpenedPeers.ReadAsync(choice, time, cancellationToken).ConfigureAwait(false);
        await using var _ = opened.ConfigureAwait(false);
        List<Finding> findings =
        [
            .. OfFile(opened.Recovery),
            .. await OfCopyAsync(opened, cancellationToken).ConfigureAwait(false),
            .. await OfOpeningAsync(opened, cancellationToken).ConfigureAwait(false),
        ];
        var ids = await opened.Service.GetAllPeerIdsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var peerId in ids)
        {
            if (await OfPeerAsync(opened, peerId, cancellationToken).ConfigureAwait(false) is { } finding)
                findings.Add(finding);
        }

        var export = await opened.Service.ExportDataAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        findings.AddRange(PartsSetAside.In(export.ToJson()));
        findings.AddRange(await OfKeysAsync(opened.Service, cancellationToken).ConfigureAwait(false));
        // Asks for the key, whether or not there are secrets.
        await opened.Service.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
        return new(ids.Count, findings, opened.Refusal);
    }

    private static IEnumerable<Finding> OfFile(StoreRecoveryReport? recovery)
    {
        if (recovery is { BytesCut: > 0 })
            yield return Finding.DamagedBytes(recovery.BytesCut);
        if (recovery is { CommitsLost: > 0 })
            yield return Finding.LostCommits(recovery.CommitsLost);
    }

    private static async Task<IEnumerable<Finding>> OfCopyAsync(OpenedPeers opened, CancellationToken cancellationToken) =>
        await opened.Raw.GetAsync(StoreCopy.Mark, cancellationToken).ConfigureAwait(false) is null ? [] : [Finding.UnfinishedCopy()];

    /// <summary>What the service changes when it opens the snapshot is what was wrong with it.</summary>
    private static async Task<IEnumerable<Finding>> OfOpeningAsync(OpenedPeers opened, CancellationToken cancellationToken)
    {
        var prefix = opened.Choice.Prefix;
        var store = opened.Store.Ability<IChangeTrackingStore>()!; // The snapshot is in memory.
        var original = await opened.Store.GetAsync(prefix + "encryption:original", cancellationToken).ConfigureAwait(false) is not null;
        var before = await store.GetChangesAsync(null, cancellationToken).ConfigureAwait(false);
        await opened.Service.InitializeAsync(cancellationToken).ConfigureAwait(false);
        var changed = (await store.GetChangesAsync(before.Token, cancellationToken).ConfigureAwait(false)).Keys ?? [];
        List<Finding> findings = [];
        if (changed.Any(key => key.StartsWith(prefix + "peers:index", StringComparison.Ordinal)))
            findings.Add(Finding.Index());
        if (original || changed.Contains(prefix + "encryption:original"))
            findings.Add(Finding.Original());
        return findings;
    }

    private static async Task<Finding?> OfPeerAsync(OpenedPeers opened, string peerId, CancellationToken cancellationToken)
    {
        try
        {
            var peer = await opened.Service.GetPeerAsync(peerId, cancellationToken).ConfigureAwait(false);
            return opened.Choice.Keys is not null
                && peer is { SecretStatus: SecretStatus.Damaged or SecretStatus.KeyUnavailable or SecretStatus.NewerVersion }
                ? Finding.Secret(peerId, peer.SecretStatus)
                : null;
        }
        catch (PeerDataCorruptedException)
        {
            return Finding.Record(peerId);
        }
    }

    private static async Task<IEnumerable<Finding>> OfKeysAsync(PeerPersistenceService peers, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await peers.GetKeyUsageAsync(cancellationToken).ConfigureAwait(false);
            return keys.Where(key => key.State is null).Select(key => Finding.Key(key.KeyId, key.Secrets));
        }
        catch (SecretUnavailableException)
        {
            return [Finding.KeyRing()];
        }
    }
}
