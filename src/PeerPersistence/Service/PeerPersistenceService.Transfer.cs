namespace PeerPersistence;

/// <content><see cref="IPeerTransfer"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        if (options.Passphrase is { Length: 0 })
            throw new ArgumentException("A passphrase is not empty.", nameof(options));
        return ReadAsync(core => core.ExportAsync(options, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        if (export.Peers is null)
            throw new ArgumentException("Peers is given.", nameof(export));
        options ??= new();
        if (!Enum.IsDefined(options.OnConflict))
            throw new ArgumentOutOfRangeException(nameof(options), options.OnConflict, "OnConflict is none.");
        return WriteAsync(core => core.ImportAsync(export, options, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ClearAllAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.ClearAsync(cancellationToken), cancellationToken);
}
