namespace PeerPersistence;

/// <summary>Backups, out and in, and forgetting everything.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerTransfer
{
    /// <summary>Makes a backup of all peers that can be read, without secrets unless a passphrase is given.</summary>
    /// <example>
    /// <!-- snippet: backup -->
    /// <code>
    /// var backup = await peers.ExportDataAsync(new() { Passphrase = "for this backup" });
    /// await File.WriteAllTextAsync(path, backup.ToJson());
    /// await peers.ImportDataAsync(PeerExport.Parse(await File.ReadAllTextAsync(path)), new() { Passphrase = "for this backup" });
    /// </code>
    /// </example>
    /// <param name="options">What goes into it, and under which passphrase; <c>null</c>: no secrets.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The backup. <see cref="PeerExport.ToJson"/> writes it.</returns>
    /// <exception cref="ArgumentException">The passphrase is empty.</exception>
    Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Merges a backup into the store, in one atomic commit.</summary>
    /// <remarks>
    /// With its passphrase, or into a store without peers, it counts as your user's own: names, pins, blocks and experience are taken as
    /// written. Otherwise anybody may have written it. Then a known peer gets unproven addresses, an unknown one comes as a stranger, and
    /// <see cref="ImportResult.Conflicts"/> names the peers of which it says something else. <see cref="ImportConflict.Replace"/> takes
    /// what it says nevertheless, except blocks and experience.
    /// </remarks>
    /// <param name="export">The backup.</param>
    /// <param name="options">Its passphrase, and what wins in a conflict; <c>null</c>: no passphrase.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>What was imported, and what was not and why.</returns>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong. Nothing was imported.</exception>
    Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a backup, as <see cref="ExportDataAsync"/> makes it, as JSON in UTF-8. The stream stays open.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="options">What goes into it, and under which passphrase; <c>null</c>: no secrets.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>A task that ends when everything is written.</returns>
    /// <exception cref="ArgumentException">The passphrase is empty.</exception>
    Task ExportToAsync(Stream destination, ExportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Merges a backup from JSON in UTF-8 into the store, as <see cref="ImportDataAsync"/> does. The stream stays open.</summary>
    /// <param name="source">Where to read.</param>
    /// <param name="options">Its passphrase, and what wins in a conflict; <c>null</c>: no passphrase.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>What was imported, and what was not and why.</returns>
    /// <exception cref="ImportFormatException">It is no export, or one of a newer version. Nothing was imported.</exception>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong. Nothing was imported.</exception>
    Task<ImportResult> ImportFromAsync(Stream source, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything, keys of this store included. The service goes on, empty.</summary>
    /// <remarks>
    /// A store that can compact does so, and a file store deletes damaged bytes that it set aside. So nothing of it is left on the disk.
    /// If it throws, call it again.
    /// </remarks>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when everything is forgotten.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be written or compacted.</exception>
    Task ClearAllAsync(CancellationToken cancellationToken = default);
}
