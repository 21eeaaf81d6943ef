namespace PeerPersistence;

/// <summary>Backups, out and in, and forgetting everything.</summary>
/// <remarks>
/// A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.
/// </remarks>
public interface IPeerTransfer
{
    /// <summary>A backup of all peers that can be read; without secrets unless a passphrase is given.</summary>
    Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Merges a backup into the store, in one atomic commit.</summary>
    /// <remarks>
    /// With its passphrase, or into a store without peers, it is your user's own: names, pins, blocks and experience as written. Otherwise
    /// anybody may have written it: a known peer gets unproven addresses, an unknown one comes as a stranger;
    /// <see cref="ImportResult.Conflicts"/> names
    /// whom it says otherwise of. <see cref="ImportConflict.Replace"/> takes it all the same, but for blocks and experience.
    /// </remarks>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong; nothing was imported.</exception>
    Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a backup, as <see cref="ExportDataAsync"/> makes it, as JSON in UTF-8. The stream stays open.</summary>
    Task ExportToAsync(Stream destination, ExportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Merges a backup from JSON in UTF-8 into the store, as <see cref="ImportDataAsync"/> does. The stream stays open.</summary>
    /// <exception cref="ImportFormatException">It is no export, or one of a newer version; nothing was imported.</exception>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong; nothing was imported.</exception>
    Task<ImportResult> ImportFromAsync(Stream source, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything, keys of this store included. The service goes on, empty.</summary>
    /// <remarks>
    /// A store that can compact does, and damaged bytes that a file store set aside go as well, so that nothing of it is left on the disk.
    /// When this throws, call it again.
    /// </remarks>
    Task ClearAllAsync(CancellationToken cancellationToken = default);
}
