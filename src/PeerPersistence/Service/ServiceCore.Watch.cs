using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>What changes, for whoever shows it.</content>
internal sealed partial class ServiceCore
{
    /// <summary>Raised by a store that says by itself that somebody else committed; by another, never.</summary>
    public event Action? WrittenElsewhere
    {
        add
        {
            if (_store.Ability<IChangeSignal>() is { } signal)
                signal.Changed += value;
        }

        remove
        {
            if (_store.Ability<IChangeSignal>() is { } signal)
                signal.Changed -= value;
        }
    }

    /// <summary>Names the state of the store; <c>null</c>: it cannot tell.</summary>
    public async Task<string?> StoreStateAsync(CancellationToken cancellationToken) =>
        _store.Ability<IChangeTrackingStore>() is { } tracking
            ? (await tracking.GetChangesAsync(null, cancellationToken).ConfigureAwait(false)).Token : null;

    /// <param name="aspects">What is told.</param>
    /// <param name="looks">Whether it looks now and then for what others wrote, where the store does not tell.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<PeerChange> WatchAsync(
        PeerAspects aspects, bool looks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // First of all: what is written from here on is told.
        var pending = _watches.Begin();
        var signal = _store.Ability<IChangeSignal>();
        if (signal is not null)
            signal.Changed += pending.MustLook;
        try
        {
            await ReadyAsync(cancellationToken).ConfigureAwait(false);
            var watch = new RecordWatch(_store, _keys, pending, _time, looks ? _options.WatchInterval : TimeSpan.Zero, aspects);
            await foreach (var change in watch.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                var before = await ShowAsync(change.PeerId, change.Before, cancellationToken).ConfigureAwait(false);
                var after = await ShowAsync(change.PeerId, change.After, cancellationToken).ConfigureAwait(false);
                if (before is not null || after is not null)
                    yield return Change(change, before, after);
            }
        }
        finally
        {
            if (signal is not null)
                signal.Changed -= pending.MustLook;
            _watches.End(pending);
        }
    }

    private static PeerChange Change(RecordChange change, PeerData? before, PeerData? after) => new()
    {
        PeerId = change.PeerId,
        Changed = RecordAspects.Between(change.Before, change.After) ?? PeerAspects.All,
        Kind = before is null ? PeerChangeKind.Added : after is null ? PeerChangeKind.Removed : PeerChangeKind.Updated,
        Old = before,
        New = after,
    };

    /// <summary>The peer as queries show it; <c>null</c> where its record is absent or damaged.</summary>
    private async ValueTask<PeerData?> ShowAsync(string peerId, ReadOnlyMemory<byte>? record, CancellationToken cancellationToken) =>
        record is { } bytes && _records.TryParse(peerId, bytes) is { } stored
            ? await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false)
            : null;
}
