using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>
/// A store in this process's memory, for tests and for apps that want to forget. What it holds is gone when the process ends.
/// </summary>
public sealed class InMemoryKeyValueStore : IChangeTrackingStore, IBatchReadingStore
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = new(StringComparer.Ordinal);
    private readonly ChangeLog _changes = new();

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_values)
            return new(Find(key));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_values)
            return new(keys.Select(Find).ToArray());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        await default(ValueTask).ConfigureAwait(false);
        foreach (var pair in Snapshot(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return pair;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_values)
        {
            foreach (var (key, expected) in batch.AllExpectations)
            {
                if (!Holds(key, expected))
                    return new(false);
            }

            // All that needs memory, so that what follows is done wholly. To name what did not change does no harm.
            var needed = _values.Count + batch.AllChanges.Count;
            if (needed > _values.EnsureCapacity(0))
                _values.EnsureCapacity(Math.Max(needed, 2 * _values.Count)); // To no more than needed, it would grow at every commit.
            _changes.Add(batch.AllChanges.Keys, _values.Count);
            foreach (var (key, value) in batch.AllChanges)
            {
                if (value is { } bytes)
                    _values[key] = bytes;
                else
                    _values.Remove(key);
            }

            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_values)
            return new(_changes.Since(since));
    }

    private bool Holds(string key, ReadOnlyMemory<byte>? expected) =>
        Find(key) is { } value
            ? expected is { } bytes && value.Span.SequenceEqual(bytes.Span)
            : expected is null;

    // Two returns: in a conditional expression null would be converted to no bytes, which is a value.
    private ReadOnlyMemory<byte>? Find(string key)
    {
        if (_values.TryGetValue(key, out var value))
            return value;
        return null;
    }

    private List<KeyValuePair<string, ReadOnlyMemory<byte>>> Snapshot(string prefix)
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> found;
        lock (_values)
            found = [.. _values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))];
        found.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return found;
    }
}
