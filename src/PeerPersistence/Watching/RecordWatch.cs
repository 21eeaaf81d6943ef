using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>
/// Tells how the records differ from what it last told: what this service wrote at once, what others wrote at the next look.
/// </summary>
/// <remarks>
/// It compares, so it needs no queue: however slow its reader, what waits are peers, not changes, and what was missed in between
/// is told as one step. It holds the bytes of all records, since nobody else knows what a record was that another process replaced.
/// </remarks>
/// <param name="store">Read for what is.</param>
/// <param name="keys">Where the records lie.</param>
/// <param name="pending">What this service wrote since the watch was begun.</param>
/// <param name="time">The clock of the looks.</param>
/// <param name="interval">How often to look for what others wrote; zero: never.</param>
/// <param name="aspects">What is told; a record in which nothing else changed is as it was told.</param>
internal sealed class RecordWatch(
    IKeyValueStore store, StorageKeys keys, PendingChanges pending, TimeProvider time, TimeSpan interval, PeerAspects aspects)
{
    /// <summary>What is told may be as old as this many peers take its reader.</summary>
    private const int ReadAtOnce = 256;

    private readonly IChangeTrackingStore? _tracking = store.Ability<IChangeTrackingStore>();
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _told = new(StringComparer.Ordinal);
    private string? _token;
    private Task? _nextLook;

    public async IAsyncEnumerable<RecordChange> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var changed = await BeginAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                foreach (var some in changed.Chunk(ReadAtOnce))
                {
                    var records = await store.GetManyAsync(Array.ConvertAll(some, keys.Peer), cancellationToken).ConfigureAwait(false);
                    foreach (var (peerId, now) in some.Zip(records))
                    {
                        if (Tell(peerId, now) is { } change)
                            yield return change;
                    }
                }

                var looks = await WaitAsync(end.Token, cancellationToken).ConfigureAwait(false);
                changed = await ChangedAsync(looks, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            end.Cancel();
        }
    }

    /// <summary>Takes in how things stood when the watch was begun.</summary>
    /// <returns>Who was written since.</returns>
    private async Task<IEnumerable<string>> BeginAsync(CancellationToken cancellationToken)
    {
        if (_tracking is not null)
            _token = (await _tracking.GetChangesAsync(null, cancellationToken).ConfigureAwait(false)).Token;
        await foreach (var (peerId, record) in RecordsAsync(cancellationToken).ConfigureAwait(false))
            _told[peerId] = record;

        var written = pending.Take(out _, out _);
        foreach (var (peerId, before) in written)
            Remember(peerId, before);
        return written.Keys;
    }

    /// <summary>Waits until this service wrote something, or for the next look.</summary>
    /// <returns>Whether a look is due.</returns>
    private async Task<bool> WaitAsync(CancellationToken end, CancellationToken cancellationToken)
    {
        _nextLook ??= Task.Delay(interval > TimeSpan.Zero ? interval : Timeout.InfiniteTimeSpan, time, end);
        var first = await Task.WhenAny(pending.Arrival, _nextLook).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await first.ConfigureAwait(false);
        if (!_nextLook.IsCompleted)
            return false;
        _nextLook = null;
        return true;
    }

    private async Task<IEnumerable<string>> ChangedAsync(bool looks, CancellationToken cancellationToken)
    {
        IEnumerable<string>? changed = pending.Take(out var overflowed, out var mustLook).Keys;
        if (looks || mustLook)
            changed = await ElsewhereAsync(cancellationToken).ConfigureAwait(false) is { } elsewhere
                ? changed.Union(elsewhere, StringComparer.Ordinal)
                : null;
        return changed is null || overflowed ? await DifferencesAsync(cancellationToken).ConfigureAwait(false) : changed;
    }

    /// <summary>Who was written, by anybody, since the last look; <c>null</c>: the store cannot tell.</summary>
    private async Task<IEnumerable<string>?> ElsewhereAsync(CancellationToken cancellationToken)
    {
        if (_tracking is null)
            return null;
        var changes = await _tracking.GetChangesAsync(_token, cancellationToken).ConfigureAwait(false);
        _token = changes.Token;
        return changes.Keys?.Select(keys.PeerOf).OfType<string>();
    }

    /// <summary>Who differs from what was told, by a scan.</summary>
    private async Task<IEnumerable<string>> DifferencesAsync(CancellationToken cancellationToken)
    {
        var gone = _told.Keys.ToHashSet(StringComparer.Ordinal);
        List<string> differ = [];
        await foreach (var (peerId, record) in RecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            gone.Remove(peerId);
            if (!IsTold(peerId, record))
                differ.Add(peerId);
        }

        return gone.Concat(differ);
    }

    private async IAsyncEnumerable<(string PeerId, ReadOnlyMemory<byte> Record)> RecordsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (key, record) in store.ScanAsync(keys.Peer(""), cancellationToken).ConfigureAwait(false))
        {
            if (keys.PeerOf(key) is { } peerId)
                yield return (peerId, record);
        }
    }

    private RecordChange? Tell(string peerId, ReadOnlyMemory<byte>? now)
    {
        if (IsTold(peerId, now))
            return null;
        var change = new RecordChange(peerId, _told.TryGetValue(peerId, out var before) ? before : (ReadOnlyMemory<byte>?)null, now);
        Remember(peerId, now);
        return change;
    }

    private bool IsTold(string peerId, ReadOnlyMemory<byte>? now) =>
        _told.TryGetValue(peerId, out var told) ? RecordAspects.Between(told, now) is { } changed && (changed & aspects) == 0 : now is null;

    private void Remember(string peerId, ReadOnlyMemory<byte>? now)
    {
        if (now is { } record)
            _told[peerId] = record;
        else
            _told.Remove(peerId);
    }
}

/// <summary>A record that is not what it was; <c>null</c>: there was, or is, none.</summary>
internal readonly record struct RecordChange(string PeerId, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After);
