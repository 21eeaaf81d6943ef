namespace PeerPersistence;

/// <summary>A backup of peers.</summary>
public sealed record PeerExport
{
    /// <summary>The schema version that wrote it.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>When it was written.</summary>
    public DateTimeOffset ExportDate { get; init; }

    /// <summary>The peers, in order of first storing.</summary>
    public IReadOnlyList<PeerData> Peers { get; init; } = [];
}
