namespace PeerPersistence.Cli;

/// <summary>What <c>list --json</c> writes.</summary>
internal sealed record PeerListJson(IReadOnlyList<PeerJson> Peers);

/// <summary>What <c>candidates --json</c> writes.</summary>
internal sealed record CandidatesJson(
    IReadOnlyList<CandidateJson> Candidates, PassedOver PassedOver, IReadOnlyList<Foretold> Foretold);

internal sealed record CandidateJson(
    string PeerId, string DisplayName, double Score, IReadOnlyList<string> Reasons, IReadOnlyList<string> Traits,
    ReconnectionFactors? Factors);

/// <summary>What <c>stats --json</c> writes.</summary>
internal sealed record StatsJson(
    string Store, int Peers, int Pinned, int Blacklisted, int EverConnected, int DamagedRecords, long EstimatedSizeBytes,
    DateTimeOffset LastCleanup,
    IReadOnlyDictionary<SecretStatus, int> Secrets, IReadOnlyList<KeyUsage> Keys);

/// <summary>What <c>verify --json</c> writes.</summary>
internal sealed record VerifyJson(string Store, int Peers, bool SecretsChecked, IReadOnlyList<Finding> Findings);

/// <summary>What <c>repair --json</c> writes.</summary>
internal sealed record RepairJson(
    string Store, IReadOnlyList<Finding> Mended, IReadOnlyList<Finding> Left, IReadOnlyList<string> RemovedPeers, string? DamagedBytesPath);

/// <summary>What <c>pin --json</c> and <c>unpin --json</c> write.</summary>
internal sealed record PinJson(string PeerId, bool IsPinned);

/// <summary>What <c>remove --json</c> writes.</summary>
internal sealed record RemoveJson(string RemovedPeer, int PeersLeft);

/// <summary>What <c>cleanup --json</c> writes.</summary>
internal sealed record CleanupJson(bool DryRun, IReadOnlyList<Leaving> Removed, int PeersLeft);

/// <summary>What <c>compact --json</c> writes.</summary>
internal sealed record CompactJson(string Store, long BytesBefore, long BytesAfter);

/// <summary>What <c>clear --json</c> writes: what was destroyed. Keys are <c>null</c> where the key ring could not be read.</summary>
internal sealed record ClearJson(string Store, int Peers, int Secrets, int? Keys);

/// <summary>What <c>export --json</c> writes on standard output; the export itself is in the file.</summary>
internal sealed record ExportJson(string File, int Peers, int SecretsLeftOut, bool Sealed, IReadOnlyList<string> LeftOut);

/// <summary>What <c>migrate --json</c> writes.</summary>
internal sealed record MigrateJson(string From, string To, int Keys, bool Resumed);

/// <summary>One line of <c>watch --json</c>.</summary>
internal sealed record ChangeJson(DateTimeOffset At, string Kind, string PeerId, PeerJson? Old, PeerJson? New);

/// <summary>What <c>rotate-keys --json</c> writes.</summary>
internal sealed record RotateJson(int Resealed, bool MasterKeyChanged, IReadOnlyList<KeyUsage> Keys);

/// <summary>What <c>report --json</c> writes on standard output; the page is in the file.</summary>
internal sealed record ReportJson(string File, int Peers);
