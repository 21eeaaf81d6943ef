using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>
/// One open service: what its calls work with, and their work. The calls themselves are <see cref="PeerPersistenceService"/>.
/// </summary>
internal sealed partial class ServiceCore : IDisposable
{
    private readonly IKeyValueStore _store;
    private readonly PeerPersistenceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Telemetry _telemetry;
    private readonly IReconnectionRanker _ranker;
    private readonly SecretProtector _protector;
    private readonly StoreMirror _mirror;
    private readonly PeerSecrets _secrets;
    private readonly PeerRecords _records;
    private readonly PeerRoster _roster;
    private readonly RemovedPeersRecord _removed;
    private readonly StorageKeys _keys;
    private readonly PeerWatches _watches;
    private readonly ServiceOpening _opening;
    private readonly ReconnectionBackoff _backoff;
    private readonly Reconnector _reconnector;
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Whether a peer was heard from, or stored, since the service was opened.</summary>
    private volatile bool _hasListened;

    public ServiceCore(
        IKeyValueStore store, PeerPersistenceOptions options, IMasterKeyProvider? keys,
        TimeProvider? timeProvider, ILogger<PeerPersistenceService>? logger, IReconnectionRanker? ranker,
        Random? random = null, string? identity = null, INetworkStatus? network = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        PeerPersistenceOptionsValidator.ThrowIfInvalid(options);
        _options = options.Copy();
        _time = timeProvider ?? TimeProvider.System;
        _telemetry = new(identity, _time);
        _store = store = new MeteredStore(store, _telemetry);
        _logger = logger ?? NullLogger<PeerPersistenceService>.Instance;
        _ranker = ranker ?? new PresenceRanker();
        _keys = new(options.KeyPrefix);
        _masterKey = keys ?? PlatformCryptography.Current.DefaultKey("default");
        _protector = new(store, _keys.KeyRing, _masterKey);
        _mirror = new(store, _keys, _time);
        _secrets = new(store, _protector, _keys, _mirror, new(_telemetry, _logger), _time);
        _watches = new(_keys);
        _records = new(store, _keys, _mirror, _secrets, _watches, _time);
        _roster = new(store, _keys, _mirror, _records, _watches, _time);
        _removed = new(store, _keys, _options.Retention.RememberRemoved, _time);
        _opening = new(store, _keys, _mirror, Migrations, CutBlacklistsAsync, _time, _logger);
        _backoff = new(_time, random ?? new());
        _reconnector = new(new RoundPeers(this), _backoff, network ?? new NetworkCards(), _time, _logger);
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
            return;
        _disposed.Cancel();
        _watches.Close();
        _protector.Dispose();
    }

    /// <summary>Waits until the store is open, opening it where nobody has.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled(cancellationToken)
            : _opening.CompletedAsync(_disposed.Token, cancellationToken);
    }

    /// <summary>Runs a call. Every call of this service comes through here.</summary>
    /// <param name="call">What it does.</param>
    /// <param name="method">The method that was called.</param>
    /// <param name="writes">Whether it writes: then the store is open before, and where that has no room it cleans up once and tries once
    /// more. A call that reads makes sure itself that the store is open.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public Task<T> RunAsync<T>(Func<ServiceCore, Task<T>> call, string method, bool writes, CancellationToken cancellationToken) =>
        writes ? WriteAsync(call, method, cancellationToken) : _telemetry.OperationAsync(method, this, call);

    private IReadOnlyList<ISchemaMigration> Migrations() => SchemaMigrations.All(_store, _keys, _mirror, _records, _secrets, _logger);

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, typeof(PeerPersistenceService));

    private Task<T> WriteAsync<T>(Func<ServiceCore, Task<T>> write, string method, CancellationToken cancellationToken) =>
        _telemetry.OperationAsync(
            method, (Core: this, Write: write, CancellationToken: cancellationToken),
            static call => call.Core.WriteOrMakeRoomAsync(call.Write, call.CancellationToken));

    private async Task<T> WriteOrMakeRoomAsync<T>(Func<ServiceCore, Task<T>> write, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await write(this).ConfigureAwait(false);
        }
        catch (StoreFullException e) when (!e.IsForGood)
        {
            _logger.StoreFull();
            await MakeRoomAsync(cancellationToken).ConfigureAwait(false);
            return await write(this).ConfigureAwait(false);
        }
        catch (StoreConflictException)
        {
            _logger.ConflictGivenUp();
            throw;
        }
    }
}
