namespace PeerPersistence;

/// <summary>A backup of peers. Its form is JSON.</summary>
public sealed record PeerExport
{
    /// <summary>The version of the form.</summary>
    public string Version { get; init; } = SchemaVersion.Current;

    /// <summary>When it was written.</summary>
    public DateTimeOffset ExportDate { get; init; }

    /// <summary>The peers, in order of first storing.</summary>
    public IReadOnlyList<PeerData> Peers { get; init => field = ValueList<PeerData>.Of(value); } = ValueList<PeerData>.None;

    /// <summary>The ids of the peers that are not in this export, because their records cannot be read.</summary>
    public IReadOnlyList<string> LeftOut { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>
    /// The peers that have a secret or a TURN credential which is not in this export: no passphrase was given, or it could not be opened.
    /// </summary>
    public IReadOnlyCollection<string> SecretsLeftOut { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>The presence model's memory, by peer id; empty unless it was asked for.</summary>
    internal IReadOnlyDictionary<string, string> Presence { get; init => field = ValueMap<string>.Of(value); } = ValueMap<string>.None;

    /// <summary>Who says so, by peer id; nothing for an earlier version's peers.</summary>
    internal IReadOnlyDictionary<string, PeerEvidence> Evidence { get; init => field = ValueMap<PeerEvidence>.Of(value); } =
        ValueMap<PeerEvidence>.None;

    /// <summary>Addresses that somebody else told.</summary>
    internal IReadOnlyList<ToldAddress> Told { get; init => field = ValueList<ToldAddress>.Of(value); } = ValueList<ToldAddress>.None;

    /// <summary>
    /// Shared secrets by peer id: sealed under the passphrase, or, without protection, as they lay in a store that could not open them.
    /// </summary>
    internal IReadOnlyDictionary<string, string> SealedSecrets { get; init => field = ValueMap<string>.Of(value); } = ValueMap<string>.None;

    /// <summary>TURN credentials, sealed under the passphrase, by peer id and then by <see cref="IceServerKey"/>.</summary>
    internal IReadOnlyDictionary<string, ValueMap<string>> SealedCredentials
    {
        get;
        init => field = ValueMap<ValueMap<string>>.Of(value);
    } = ValueMap<ValueMap<string>>.None;

    /// <summary>What opens the sealed secrets and tells whether anything was changed; <c>null</c>: not protected.</summary>
    internal BackupProtection? Protection { get; init; }

    /// <summary>
    /// Whether it is what a store holds, as it was written or read, and no program put it together: what that gives is limited.
    /// </summary>
    internal bool IsOfStore { get; init; }

    /// <summary>Entries of a parsed export that are no peers.</summary>
    internal IReadOnlyList<ImportFailure> Unreadable { get; init => field = ValueList<ImportFailure>.Of(value); } =
        ValueList<ImportFailure>.None;

    /// <summary>Whether it holds a secret or a credential of a peer, sealed.</summary>
    internal bool HasSealed(string peerId) =>
        SealedSecrets.ContainsKey(peerId) || SealedCredentials.ContainsKey(peerId);

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
        return PeerExportJson.Read(json, maxSize);
    }

    /// <summary>Writes it as JSON. Shared secrets and TURN credentials in clear are never written; sealed ones are.</summary>
    /// <returns>The JSON.</returns>
    public string ToJson() => PeerExportJson.Write(this);

    /// <summary>Says how many peers there are.</summary>
    public override string ToString() => $"PeerExport {{ {Peers.Count} peers }}";
}

/// <summary>An address of a peer that somebody else told, and that is not proven.</summary>
/// <param name="PeerId">Whose address.</param>
/// <param name="Address">Its candidate line.</param>
/// <param name="IntroducedBy">Who told it.</param>
internal sealed record ToldAddress(string PeerId, string Address, string IntroducedBy)
{
    /// <summary>What a record remembers of such addresses.</summary>
    public static IReadOnlyDictionary<string, AddressHistory> Histories(IEnumerable<ToldAddress> told) =>
        told.GroupBy(each => each.Address, StringComparer.Ordinal)
            .ToDictionary(each => each.Key, each => new AddressHistory(null, null, each.First().IntroducedBy), StringComparer.Ordinal);

    /// <summary>No address.</summary>
    public override string ToString() => nameof(ToldAddress);
}
