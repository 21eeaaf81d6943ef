using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content><see cref="IPeerTransfer"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        var how = Checked(options);
        return ReadAsync(core => core.ExportAsync(how, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportDataAsync(
        PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        if (export.Peers is null)
            throw new ArgumentException("Peers must be given (was null).", nameof(export));
        return ImportAsync(export, Checked(options), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ExportToAsync(Stream destination, ExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var how = Checked(options);
        return ReadAsync(
            async core =>
            {
                var export = await core.ExportAsync(how, cancellationToken).ConfigureAwait(false);
                await PeerExportStream.WriteAsync(export, destination, cancellationToken).ConfigureAwait(false);
                return true;
            }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportFromAsync(Stream source, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var how = Checked(options);
        return ImportReadAsync();

        async Task<ImportResult> ImportReadAsync()
        {
            // Once, for a call that makes room is run twice.
            var export = await PeerExportStream.ReadAsync(source, how.MaxSize, cancellationToken).ConfigureAwait(false);
            return await ImportAsync(export, how, cancellationToken, nameof(ImportFromAsync)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task ClearAllAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.ClearAsync(cancellationToken), cancellationToken);

    private Task<ImportResult> ImportAsync(
        PeerExport export, ImportOptions options, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        WriteAsync(core => core.ImportAsync(export, options, cancellationToken), cancellationToken, method);

    private static ExportOptions Checked(ExportOptions? options) => options switch
    {
        null => new(),
        { Passphrase.Length: 0 } => throw new ArgumentException("A passphrase must not be empty (was empty).", nameof(options)),
        { Passphrase: { } passphrase } when !SecretText.IsWellFormed(passphrase) =>
            throw new ArgumentException("A passphrase must have no unpaired surrogates (had one).", nameof(options)),
        _ => options,
    };

    private static ImportOptions Checked(ImportOptions? options) => options switch
    {
        null => new(),
        { MaxSize: < 0 } => throw new ArgumentOutOfRangeException(
            nameof(options), options.MaxSize, $"MaxSize must not be negative (was {options.MaxSize})."),
        _ when !Enum.IsDefined(options.OnConflict) =>
            throw new ArgumentOutOfRangeException(
                nameof(options), options.OnConflict, $"OnConflict must be one of the enum's (was {options.OnConflict:D})."),
        _ => options,
    };
}
