using System.Runtime.CompilerServices;

namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>A correct store in few lines, with a seam for every mistake.</summary>
internal class TinyStore(TinyPlace place) : IKeyValueStore, IAsyncDisposable
{
    protected TinyPlace Place => place;

    protected virtual object Gate => place;

    protected bool IsClosed { get; private set; }

    public virtual ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        Begin(key, cancellationToken);
        lock (Gate)
        {
            ReadOnlyMemory<byte>? none = null;
            return new(Read(key) is { } value ? value : none);
        }
    }

    public virtual async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Begin(prefix, cancellationToken);
        List<KeyValuePair<string, byte[]>> found;
        lock (Gate)
            found = [.. Sorted(Place.Values.Where(pair => Matches(pair.Key, prefix)))];
        foreach (var (key, value) in found)
        {
            Begin(prefix, cancellationToken);
            yield return new(key, value);
            await Task.CompletedTask;
        }
    }

    public virtual ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        lock (Gate)
        {
            if (!batch.Expectations.All(each => Holds(each.Key, each.Value)))
                return new(false);
            Apply(batch);
            return new(true);
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        place.IsOpen = false;
        return default;
    }

    protected virtual void Begin(object argument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }

    protected virtual byte[]? Read(string key) => place.Values.GetValueOrDefault(key);

    protected virtual bool Matches(string key, string prefix) => key.StartsWith(prefix, StringComparison.Ordinal);

    protected virtual IEnumerable<KeyValuePair<string, byte[]>> Sorted(IEnumerable<KeyValuePair<string, byte[]>> found) =>
        found.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    protected virtual bool Holds(string key, ReadOnlyMemory<byte>? expected) =>
        Read(key) is { } value ? expected is { } bytes && bytes.Span.SequenceEqual(value) : expected is null;

    protected virtual void Apply(KeyValueBatch batch)
    {
        var after = place.Values.Where(pair => !batch.Changes.ContainsKey(pair.Key)).Sum(pair => pair.Value.Length)
            + batch.Changes.Values.Sum(value => value?.Length ?? 0L);
        if (after > place.Room)
            throw new StoreFullException("There is no room.");
        foreach (var (key, value) in batch.Changes)
            Change(key, value);
        Note(batch);
    }

    protected virtual void Change(string key, ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes)
            place.Values[key] = bytes.ToArray();
        else
            place.Values.Remove(key);
    }

    protected virtual void Note(KeyValueBatch batch) => place.Log.AddRange(batch.Changes.Keys);
}
