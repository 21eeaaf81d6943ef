using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>
/// Keeps the app connected: it connects at the start, dials lost peers again, takes in calls, and records every outcome once.
/// </summary>
/// <remarks>
/// <para>A keeper is thread-safe. After a sleep, a pause or a change of network it gives up the tries that are under way and begins anew
/// at once, whatever the backoff says. After an ordinary loss the backoff stands. While this machine has no network it dials nobody.</para>
/// <para>If the store refuses an outcome, connections stay. The outcome is recorded as soon as the store takes it.</para>
/// </remarks>
/// <example>
/// <!-- snippet: keeper-alone -->
/// <code>
/// await using var keeper = new ConnectionKeeper(peers, new TcpConnector(), new() { LocalPeerId = "me", Target = 3 });
/// keeper.Start();
/// </code>
/// </example>
public sealed partial class ConnectionKeeper : IAsyncDisposable, INotifyPropertyChanged, KeeperPulse.IBeating
{
    private static readonly ConditionalWeakTable<IPeerPersistenceService, ConnectionKeeper> Keepers = new();

    private readonly IPeerPersistenceService _peers;
    private readonly IPeerConnector _connector;
    private readonly KeeperOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly INetworkMonitor _network;
    private readonly KeeperTable _table;
    private readonly UnrecordedOutcomes _outcomes;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private Task? _running;
    private Task? _stopping;

    /// <summary>Makes a keeper; <see cref="Start"/> starts it.</summary>
    /// <param name="peers">The service that knows the peers. It stays the caller's to dispose of, after the keeper.</param>
    /// <param name="connector">How to reach a peer.</param>
    /// <param name="options">How connections are kept. Copied.</param>
    /// <param name="timeProvider">The clock; <c>null</c>: the system's.</param>
    /// <param name="logger">Where to log; <c>null</c>: nowhere.</param>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    public ConnectionKeeper(
        IPeerPersistenceService peers, IPeerConnector connector, KeeperOptions options, TimeProvider? timeProvider = null,
        ILogger<ConnectionKeeper>? logger = null)
        : this(peers, connector, options, timeProvider, logger, network: null)
    {
    }

    /// <summary>Makes a keeper whose connector is one method.</summary>
    /// <param name="peers">The service that knows the peers. It stays the caller's to dispose of, after the keeper.</param>
    /// <param name="connect">How to reach a peer, as <see cref="IPeerConnector.ConnectAsync"/> says.</param>
    /// <param name="options">How connections are kept. Copied.</param>
    /// <param name="timeProvider">The clock; <c>null</c>: the system's.</param>
    /// <param name="logger">Where to log; <c>null</c>: nowhere.</param>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    public ConnectionKeeper(
        IPeerPersistenceService peers, Func<PeerData, CancellationToken, Task<IPeerConnection>> connect, KeeperOptions options,
        TimeProvider? timeProvider = null, ILogger<ConnectionKeeper>? logger = null)
        : this(
            peers, new Connector(connect ?? throw new ArgumentNullException(nameof(connect))), options, timeProvider, logger, network: null)
    {
    }

    internal ConnectionKeeper(
        IPeerPersistenceService peers, IPeerConnector connector, KeeperOptions options, TimeProvider? timeProvider, ILogger? logger,
        INetworkMonitor? network)
    {
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(options);
        KeeperOptionsValidator.ThrowIfInvalid(options);
        (_peers, _connector, _options) = (peers, connector, options.Copy());
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _network = network ?? NetworkMonitor.Shared;
        _table = new(_options.LocalPeerId, _options.AttemptTimeout, _options.Interval, _time);
        _outcomes = new(Refused);
    }

    /// <summary>Begins to keep connections, and returns at once.</summary>
    /// <exception cref="InvalidOperationException">It was started before, or another keeper of this service runs.</exception>
    /// <exception cref="ObjectDisposedException">It was stopped.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            if (_running is not null)
                throw new InvalidOperationException("A keeper must be started once (was started before).");
            if (Keepers.GetValue(_peers, _ => this) != this)
                throw new InvalidOperationException("A service must have one running keeper (had another).");
            _network.Changed += Refresh;
            Listen(true);
            KeeperPulse.Of(_time).Add(this);
            _running = Task.Run(() => RunAsync(_stop.Token));
        }

        Changed();
    }

    /// <summary>
    /// Stops dialling, closes all connections within <see cref="KeeperOptions.StopTimeout"/>, and records their ends. It cannot be
    /// started again.
    /// </summary>
    /// <param name="cancellationToken">Waits no longer; the stop goes on.</param>
    /// <returns>A task that ends when the keeper has stopped.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended the wait.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            _stopping ??= CloseAsync();
        return _stopping.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>
    /// Hands in the connection of a peer that called, or that the app called without the keeper. The peer must have proved who it is. The
    /// keeper owns the connection from now on.
    /// </summary>
    /// <remarks>The connection of an unknown peer is kept, too. To have the peer remembered, store it first.</remarks>
    /// <param name="peerId">The peer.</param>
    /// <param name="connection">Its connection.</param>
    /// <param name="inbound"><c>true</c> if the peer called; <c>false</c> if the app did, without the keeper. Then the keeper gives up its
    /// own try at the peer.</param>
    /// <returns><c>false</c> if the connection was closed: another one stays, it had ended, or the keeper has stopped.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier, or is this app's own.</exception>
    public bool Accept(string peerId, IPeerConnection connection, bool inbound = true)
    {
        PeerValidator.CheckId(peerId);
        ArgumentNullException.ThrowIfNull(connection);
        if (peerId == _options.LocalPeerId)
            throw new ArgumentException("A peer must not be this app itself (was LocalPeerId).", nameof(peerId));
        if (_stop.IsCancellationRequested || HasEnded(connection))
        {
            _ = CloseAsync(connection);
            return false;
        }

        var arrival = _table.Arrive(peerId, connection, inbound, out var dial);
        dial?.Cancel();
        if (!Take(arrival))
            return _table.Find(peerId)?.Connection == connection; // It was handed in before.
        if (_isMissing)
            Wake(); // Who is alone no longer, or misses nobody any more, goes on otherwise.
        return true;
    }

    /// <summary>Finds the connection to a peer that the keeper holds now.</summary>
    /// <param name="peerId">The peer.</param>
    /// <returns>The connection, or <c>null</c> if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    public IPeerConnection? Find(string peerId)
    {
        PeerValidator.CheckId(peerId);
        return _table.Find(peerId)?.Connection;
    }

    /// <summary>
    /// Dials a peer for the user, whatever its backoff says. A try that is under way for a second is given up and begun anew; a younger
    /// one counts as the one asked for.
    /// </summary>
    /// <remarks>
    /// After a sleep, or on a new network, the try begins anew. A <see cref="Pause"/> ends it. During a pause you can still call this.
    /// </remarks>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the peer is connected now; <c>false</c> also for an unknown or blocked peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    /// <exception cref="ObjectDisposedException">The keeper was stopped.</exception>
    public async Task<bool> ConnectNowAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        _table.Part(peerId, parted: false);
        if (_table.Find(peerId) is not null)
            return true;
        Changed();
        while (!(await JoinAsync(peerId, cancellationToken).ConfigureAwait(false)
            ?? await RoundAsideAsync(peerId, cancellationToken).ConfigureAwait(false))
            && (!_isPaused || _table.FindDial(peerId) is { IsYoung: true }))
        {
            // What happened meanwhile makes it worth another try, or another tap's try to be waited for.
        }

        return _table.Find(peerId) is not null;
    }

    /// <summary>
    /// Ends the connection to a peer for the user. The keeper does not dial the peer until it calls, or until
    /// <see cref="ConnectNowAsync"/>.
    /// </summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Waits no longer.</param>
    /// <returns><c>false</c> if the peer was not connected.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    public async Task<bool> DisconnectAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        _table.Part(peerId, parted: true);
        _table.Withdraw(peerId)?.Cancel();
        Changed();
        if (_table.Find(peerId) is not { } kept)
            return false;
        await EndAsync(kept, Departure.Local).WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private sealed class Connector(Func<PeerData, CancellationToken, Task<IPeerConnection>> connect) : IPeerConnector
    {
        public Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken = default) =>
            connect(peer, cancellationToken);
    }
}
