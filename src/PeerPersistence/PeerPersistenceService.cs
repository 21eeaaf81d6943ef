using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <inheritdoc cref="IPeerPersistenceService"/>
/// <remarks>
/// A store that you handed in is not disposed of with the service, and can be served again. The store of <see cref="OpenAsync"/> is.
/// </remarks>
public sealed partial class PeerPersistenceService : IPeerPersistenceService, ITellsOfWrites, IDisposable
{
    private readonly ICoreSource _source;

    /// <summary>Serves a store, without a container.</summary>
    /// <param name="store">Where the peers are kept. It stays the caller's to dispose.</param>
    /// <param name="options">What can be set; <c>null</c>: the defaults. Copied.</param>
    /// <param name="keys">Wraps the data keys; <c>null</c>: a key file in the user's application data folder, made with the first
    /// secret.</param>
    /// <param name="timeProvider">The clock; <c>null</c>: the system's.</param>
    /// <param name="logger">Where to log; <c>null</c>: nowhere.</param>
    /// <param name="ranker">Orders candidates; <c>null</c>: the presence model.</param>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    public PeerPersistenceService(
        IKeyValueStore store, PeerPersistenceOptions? options = null, IMasterKeyProvider? keys = null,
        TimeProvider? timeProvider = null, ILogger<PeerPersistenceService>? logger = null, IReconnectionRanker? ranker = null)
        : this(store, options ?? new(), keys, timeProvider, logger, ranker, random: null)
    {
    }

    internal PeerPersistenceService(
        IKeyValueStore store, PeerPersistenceOptions options, IMasterKeyProvider? keys,
        TimeProvider? timeProvider, ILogger<PeerPersistenceService>? logger, IReconnectionRanker? ranker,
        Random? random = null, string? identity = null, INetworkStatus? network = null)
        : this(new OwnCore(new(store, options, keys, timeProvider, logger, ranker, random, identity, network)))
    {
    }

    internal PeerPersistenceService(ICoreSource source) => _source = source;

    event Action<string>? ITellsOfWrites.Written
    {
        add => _source.Written += value;
        remove => _source.Written -= value;
    }

    event Action? ITellsOfWrites.WrittenElsewhere
    {
        add => _source.CallIfOpen(core => core.WrittenElsewhere += value);
        remove => _source.CallIfOpen(core => core.WrittenElsewhere -= value);
    }

    async Task<string?> ITellsOfWrites.StoreStateAsync(string known, CancellationToken cancellationToken)
    {
        string? state = known;
        await _source.CallIfOpenAsync(
            async core => state = await core.StoreStateAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return state;
    }

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(
            async core =>
            {
                await core.ReadyAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _source.Dispose();
        return _owned?.DisposeAsync() ?? default;
    }

    /// <summary>The same as <see cref="DisposeAsync"/>, for containers that are disposed synchronously.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _owned?.Dispose();
    }

    /// <summary>Every call that reads comes through here: it is counted under its name, and finds the core.</summary>
    private Task<T> ReadAsync<T>(
        Func<ServiceCore, Task<T>> call, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        _source.CallAsync(call, method, writes: false, cancellationToken);

    /// <summary>Every call that writes comes through here: it finds an open store, and room in it where that can be made.</summary>
    private Task<T> WriteAsync<T>(
        Func<ServiceCore, Task<T>> call, CancellationToken cancellationToken, [CallerMemberName] string method = "")
    {
        var written = _source.CallAsync(call, method, writes: true, cancellationToken);
        return _source.WriteListener is null ? written : TellAsync(written, method);
    }

    private async Task<T> TellAsync<T>(Task<T> written, string method)
    {
        var result = await written.ConfigureAwait(false);
        _source.WriteListener?.Invoke(method);
        return result;
    }
}
