using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

public sealed partial class PeerPersistenceService
{
    private FileKeyValueStore? _owned;

    /// <summary>
    /// Opens a file and serves it: all that a program without a container needs. Disposing of the service closes the file.
    /// </summary>
    /// <example>
    /// <!-- snippet: quick-start -->
    /// <code>
    /// await using var peers = await PeerPersistenceService.OpenAsync(path);
    /// await peers.StorePeerAsync(new()
    /// {
    ///     PeerId = "alice",
    ///     SharedSecret = "from your handshake",
    ///     CachedCandidates = [new("192.0.2.7:4000")],   // an ICE candidate, or your own form of an address
    /// });
    /// </code>
    /// </example>
    /// <param name="path">The file; it is made if it is missing, and its folder with it.</param>
    /// <param name="options">What can be set; <c>null</c>: the defaults. Copied.</param>
    /// <param name="keys">Wraps the data keys; <c>null</c>: a key file in the user's application data folder, made with the first
    /// secret.</param>
    /// <param name="timeProvider">The clock; <c>null</c>: the system's.</param>
    /// <param name="logger">Where to log; <c>null</c>: nowhere.</param>
    /// <param name="ranker">Orders candidates; <c>null</c>: the presence model.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <returns>The service, open. It is the caller's to dispose of.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; no file is made then.</exception>
    /// <exception cref="StoreLockedException">Another process has the file open.</exception>
    /// <exception cref="PeerPersistenceException">The file is damaged beyond reading, was not written by PeerPersistence, or is of a newer
    /// version.</exception>
    public static async Task<PeerPersistenceService> OpenAsync(
        string path, PeerPersistenceOptions? options = null, IMasterKeyProvider? keys = null, TimeProvider? timeProvider = null,
        ILogger<PeerPersistenceService>? logger = null, IReconnectionRanker? ranker = null, CancellationToken cancellationToken = default)
    {
        PeerPersistenceOptionsValidator.ThrowIfInvalid(options ??= new());
        var store = await FileKeyValueStore.OpenAsync(path, new() { Logger = logger }, cancellationToken).ConfigureAwait(false);
        var service = new PeerPersistenceService(store, options, keys, timeProvider, logger, ranker) { _owned = store };
        try
        {
            await service.InitializeAsync(cancellationToken).ConfigureAwait(false);
            return service;
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
