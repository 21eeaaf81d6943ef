namespace PeerPersistence;

/// <summary>A backup of peers, which can be written as JSON.</summary>
public sealed record PeerExport
{
    /// <summary>The version of the form.</summary>
    public string Version { get; init; } = SchemaVersion.Current;

    /// <summary>When it was written.</summary>
    public DateTimeOffset ExportDate { get; init; }

    /// <summary>The peers, in order of first storing.</summary>
    /// <remarks>Those of a parsed export are read from its text each time that they are asked for.</remarks>
    public IReadOnlyList<PeerData> Peers
    {
        get;
        init => field = value as ParsedPeers ?? (IReadOnlyList<PeerData>)ValueList<PeerData>.Of(value);
    } = ValueList<PeerData>.None;

    /// <summary>The ids of the peers that are not in this export, because their records cannot be read.</summary>
    public IReadOnlyList<string> LeftOut { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>
    /// The peers that have a secret or a TURN credential which is not in this export: no passphrase was given, or it could not be opened.
    /// </summary>
    public IReadOnlyCollection<string> SecretsLeftOut { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>What else is said, by peer id.</summary>
    internal IReadOnlyDictionary<string, PeerExtras> Extras { get; init => field = ValueMap<PeerExtras>.Of(value); } =
        ValueMap<PeerExtras>.None;

    /// <summary>Where a parsed export says it instead.</summary>
    internal IPeerExtras? Source { get; init; }

    /// <summary>What opens the sealed secrets and tells whether anything was changed; <c>null</c>: not protected.</summary>
    internal BackupProtection? Protection { get; init; }

    /// <summary>
    /// Whether it is what a store holds, as it was written or read, and no program put it together: what that gives is limited.
    /// </summary>
    internal bool IsOfStore { get; init; }

    /// <summary>Entries of a parsed export that are no peers.</summary>
    internal IReadOnlyList<ImportFailure> Unreadable { get; init => field = ValueList<ImportFailure>.Of(value); } =
        ValueList<ImportFailure>.None;

    internal PeerExtras ExtrasOf(string peerId) => Source?.ExtrasOf(peerId) ?? Extras.GetValueOrDefault(peerId) ?? PeerExtras.None;

    /// <summary>Reads an export that <see cref="ToJson"/> wrote.</summary>
    /// <remarks>An entry that is no valid peer does not take the others along: the import reports it.</remarks>
    /// <param name="json">A JSON object with an array <c>peers</c>; at most 66 levels deep,
    /// <see cref="PeerLimits.PeersPerExport"/> entries, and not made of a multitude of empty ones.</param>
    /// <param name="maxSize">Characters that it may have; 16 Mi unless you raise it. Reading takes some five times as many bytes of
    /// memory.</param>
    /// <returns>The export.</returns>
    /// <exception cref="ImportFormatException">It is no export, or one of a newer version.</exception>
    public static PeerExport Parse(string json, int maxSize = PeerExportJson.DefaultMaxSize)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentOutOfRangeException.ThrowIfNegative(maxSize);
        return PeerExportReader.Read(json, maxSize);
    }

    /// <summary>Writes it as JSON. Shared secrets and TURN credentials in clear are never written; sealed ones are.</summary>
    /// <returns>The JSON.</returns>
    public string ToJson() => PeerExportJson.Write(this);

    /// <summary>Says how many peers there are.</summary>
    public override string ToString() => $"PeerExport {{ {Peers.Count} peers }}";
}
