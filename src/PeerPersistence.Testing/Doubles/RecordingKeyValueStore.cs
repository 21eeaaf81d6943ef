using System.Runtime.CompilerServices;

namespace PeerPersistence.Testing;

/// <summary>A store in front of another that remembers every call: to count reads, writes and bytes in tests.</summary>
/// <remarks>
/// Thread-safe. A call is recorded when it has ended, a scan when its reader has. It has the abilities of the other store, no more.
/// Disposing of the other store is left to who made it.
/// </remarks>
/// <param name="inner">The store that does the work.</param>
public sealed class RecordingKeyValueStore(IKeyValueStore inner) : DelegatingKeyValueStore(inner), IChangeTrackingStore
{
    private readonly ChangeSource _changes = new(inner);
    private readonly List<RecordedCall> _calls = [];
    private int _numbers;

    /// <summary>The calls so far, in the order in which they ended.</summary>
    public IReadOnlyList<RecordedCall> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>How many calls of a kind there were.</summary>
    /// <param name="kind">The kind of call.</param>
    /// <returns>How many there were.</returns>
    public int Count(StoreCallKind kind) => Calls.Count(each => each.Call.Kind == kind);

    /// <summary>The bytes of all values that came back.</summary>
    public long BytesRead => Calls.Sum(each => each.BytesRead);

    /// <summary>The bytes of all values that were committed.</summary>
    public long BytesWritten => Calls.Sum(each => each.BytesWritten);

    /// <summary>Forgets the calls so far. Numbers go on.</summary>
    public void Clear()
    {
        lock (_calls)
            _calls.Clear();
    }

    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        RecordAsync(
            Begin(StoreCallKind.Get, key),
            () => Inner.GetAsync(key, cancellationToken),
            (call, value) => new(call, Keys: value is null ? 0 : 1, BytesRead: value?.Length ?? 0));

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        RecordAsync(
            Begin(StoreCallKind.GetMany, keys: keys),
            () => Inner.GetManyAsync(keys, cancellationToken),
            (call, values) => new(call, values.Count(value => value is not null), values.Sum(value => value?.Length ?? 0L)));

    /// <inheritdoc/>
    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var recorded = new RecordedCall(Begin(StoreCallKind.Scan, prefix));
        var pairs = Inner.ScanAsync(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync().ConfigureAwait(false))
            {
                var pair = pairs.Current;
                recorded = recorded with { Keys = recorded.Keys + 1, BytesRead = recorded.BytesRead + pair.Value.Length };
                yield return pair;
            }
        }
        finally
        {
            await pairs.DisposeAsync().ConfigureAwait(false);
            End(recorded);
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await pairs.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                recorded = recorded with { Failure = failure };
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (keys, bytes) = (batch.Changes.Count, batch.Changes.Values.Sum(value => value?.Length ?? 0L));
        return RecordAsync(
            Begin(StoreCallKind.Commit, batch: Copy(batch)),
            () => Inner.CommitAsync(batch, cancellationToken),
            (call, committed) => new(call, Keys: committed ? keys : 0, BytesWritten: committed ? bytes : 0, Committed: committed));
    }

    /// <inheritdoc/>
    public ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default) =>
        RecordAsync(
            Begin(StoreCallKind.GetChanges),
            () => _changes.GetChangesAsync(since, cancellationToken),
            (call, changes) => new(call, Keys: changes.Keys?.Count ?? 0));

    /// <inheritdoc/>
    public override object? GetAbility(Type ability) => Inner.Ability(ability) is null ? null : base.GetAbility(ability);

    private static KeyValueBatch Copy(KeyValueBatch batch)
    {
        var copy = new KeyValueBatch();
        foreach (var (key, expected) in batch.Expectations)
            copy.Expect(key, expected);
        foreach (var (key, value) in batch.Changes)
            _ = value is { } bytes ? copy.Set(key, bytes) : copy.Remove(key);
        return copy;
    }

    private async ValueTask<T> RecordAsync<T>(StoreCall call, Func<ValueTask<T>> make, Func<StoreCall, T, RecordedCall> describe)
    {
        try
        {
            var result = await make().ConfigureAwait(false);
            End(describe(call, result));
            return result;
        }
        catch (Exception failure)
        {
            End(new(call, Failure: failure));
            throw;
        }
    }

    private StoreCall Begin(StoreCallKind kind, string key = "", KeyValueBatch? batch = null, IReadOnlyList<string>? keys = null) =>
        new(Interlocked.Increment(ref _numbers), kind, key, batch, keys);

    private void End(RecordedCall recorded)
    {
        lock (_calls)
            _calls.Add(recorded);
    }
}
