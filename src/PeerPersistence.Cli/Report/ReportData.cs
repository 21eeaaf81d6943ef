namespace PeerPersistence.Cli;

/// <summary>What the report shows, computed; drawing it adds nothing.</summary>
internal sealed record ReportData
{
    public required string Store { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required Totals Totals { get; init; }

    public required IReadOnlyList<int> Quality { get; init; }

    public required PresenceHours Presence { get; init; }

    public required IReadOnlyList<GrowthPoint> Growth { get; init; }

    public required IReadOnlyList<Recency> LastSeen { get; init; }

    public required IReadOnlyList<Reach> Reach { get; init; }

    public required IReadOnlyList<Foretold> Foretold { get; init; }

    public required IReadOnlyList<DayOfSuccess> Success { get; init; }

    public required IReadOnlyList<SizeShare> Size { get; init; }

    /// <summary>All that can be read, last seen first.</summary>
    public required IReadOnlyList<PeerData> Peers { get; init; }

    public required IReadOnlyList<AtRisk> AtRisk { get; init; }

    /// <summary>What is wrong in the store, and the files of damaged bytes beside it.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    public required IReadOnlyList<string> SetAside { get; init; }

    public required IReadOnlyDictionary<SecretStatus, int> Secrets { get; init; }

    public required IReadOnlyList<KeyUsage> Keys { get; init; }

    /// <summary>Whom the application would try now, the likeliest first: all of them.</summary>
    public required IReadOnlyList<ReconnectionCandidate> Candidates { get; init; }

    public static async Task<ReportData> ReadAsync(OpenedPeers opened, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var service = opened.Service;
        var peers = await service.QueryPeersAsync(new() { ExcludeBlacklisted = false }, cancellationToken).ConfigureAwait(false);
        var stats = await service.GetStorageStatsAsync(cancellationToken).ConfigureAwait(false);
        var export = await service.ExportDataAsync(new() { IncludePresence = true }, cancellationToken).ConfigureAwait(false);
        var json = export.ToJson();
        var memory = PresenceMemory.Of(json);
        return new()
        {
            Store = opened.Choice.Address.ToString(),
            Now = now,
            Totals = Totals.Of(peers, stats, now),
            Quality = QualityHistogram.Of(peers),
            Presence = PresenceHours.Of(memory.Values),
            Growth = GrowthPoint.Of(peers, now),
            LastSeen = Recency.Of(peers, now),
            Reach = Cli.Reach.Of(peers, memory),
            Foretold = Cli.Foretold.Of(json),
            Success = DayOfSuccess.Of(json, now),
            Peers = peers,
            AtRisk = await Cli.AtRisk.ReadAsync(opened, cancellationToken).ConfigureAwait(false),
            Findings = (await StoreCheck.RunAsync(opened.Choice, opened.Time, cancellationToken).ConfigureAwait(false)).Findings,
            SetAside = opened.Choice.Address is { Scheme: FileScheme, Place: var place } ? [.. FileScheme.SetAside(place)] : [],
            Size = await SizeShare.ReadAsync(opened.Store, opened.Choice.Prefix, cancellationToken).ConfigureAwait(false),
            Secrets = peers.GroupBy(peer => peer.SecretStatus).ToDictionary(group => group.Key, group => group.Count()),
            Keys = await service.GetKeyUsageAsync(cancellationToken).ConfigureAwait(false),
            Candidates = await service.GetReconnectionCandidatesAsync(
                new() { Limit = int.MaxValue }, cancellationToken).ConfigureAwait(false),
        };
    }
}
