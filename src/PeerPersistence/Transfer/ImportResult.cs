namespace PeerPersistence;

/// <summary>What an import did.</summary>
public sealed record ImportResult
{
    /// <summary>Peers that were added or changed, and are stored now.</summary>
    public int Imported { get; init; }

    /// <summary>Known peers that were left as they were.</summary>
    public int Skipped { get; init; }

    /// <summary>
    /// Peers that found no place within <see cref="PeerPersistenceOptions.MaxPeers"/>: they were not taken in, or were evicted to make
    /// room.
    /// </summary>
    public int Evicted { get; init; }

    /// <summary>Ids of peers that are not in the export, because their records could not be read when it was written.</summary>
    public IReadOnlyList<string> LeftOut { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>Imported peers that came without their secret, although the export has it.</summary>
    public int SecretsLeftOut { get; init; }

    /// <summary>Ids of known peers of which the import says something else than is stored: another public key, another secret, a pin, a
    /// blacklisting, more connections. Nothing of it was taken unless <see cref="ImportConflict.Replace"/> was asked for.</summary>
    public IReadOnlyList<string> Conflicts { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>Entries that are no valid peers; the others were imported.</summary>
    public IReadOnlyList<ImportFailure> Failures { get; init => field = ValueList<ImportFailure>.Of(value); } =
        ValueList<ImportFailure>.None;
}

/// <summary>An entry of an export that could not be imported.</summary>
/// <param name="Index">Its place in the export, from 0.</param>
/// <param name="PeerId">Its peer id, if it has one.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record ImportFailure(int Index, string? PeerId, string Reason);
