namespace PeerPersistence.ConformanceTests.Broken;

internal sealed class OneChangeABatch(TinyPlace place) : TinyStore(place)
{
    protected override void Apply(KeyValueBatch batch)
    {
        foreach (var (key, value) in batch.Changes.Take(2))
            Change(key, value);
    }
}

internal sealed class RefusesEmptyBatches(TinyPlace place) : TinyStore(place)
{
    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        batch is { Changes.Count: 0, Expectations.Count: 0 } ? new(false) : base.CommitAsync(batch, cancellationToken);
}

/// <summary>Looks into the batch again when somebody reads.</summary>
internal sealed class KeepsTheBatch(TinyPlace place) : TinyStore(place)
{
    private KeyValueBatch? _last;

    protected override byte[]? Read(string key) =>
        _last is not null && _last.Changes.TryGetValue(key, out var value) ? value?.ToArray() : base.Read(key);

    protected override void Note(KeyValueBatch batch) => _last = batch;
}

/// <summary>Gives back its task first, and reads the batch when its caller has gone on to expect something else.</summary>
internal sealed class ReadsTheBatchLater(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        while (batch.Expectations.Values.All(expected => expected is null))
            await Task.Yield();
        return await base.CommitAsync(batch, cancellationToken);
    }
}

internal sealed class TakesABatchOnce(TinyPlace place) : TinyStore(place)
{
    private readonly HashSet<KeyValueBatch> _done = [];

    protected override void Apply(KeyValueBatch batch)
    {
        if (_done.Add(batch))
            base.Apply(batch);
    }
}

/// <summary>Checks and writes key by key, and stops where an expectation does not hold.</summary>
internal sealed class WritesWhileChecking(TinyPlace place) : TinyStore(place)
{
    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        lock (Gate)
        {
            foreach (var key in batch.Changes.Keys.Union(batch.Expectations.Keys))
            {
                if (batch.Expectations.TryGetValue(key, out var expected) && !Holds(key, expected))
                    return new(false);
                if (batch.Changes.TryGetValue(key, out var value))
                    Change(key, value);
            }

            return new(true);
        }
    }
}

internal sealed class WritesBeforeChecking(TinyPlace place) : TinyStore(place)
{
    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        lock (Gate)
        {
            Begin(batch, cancellationToken);
            var before = new SortedDictionary<string, byte[]>(Place.Values, StringComparer.Ordinal);
            Apply(batch);
            var held = batch.Expectations.All(each => Holds(each.Key, each.Value));
            if (!held)
                Place.Values = before;
            return new(held);
        }
    }
}

/// <summary>Expectations that are judged in a way of their own.</summary>
internal sealed class JudgesBy(TinyPlace place, Func<byte[]?, ReadOnlyMemory<byte>?, bool> holds) : TinyStore(place)
{
    public static bool Length(byte[]? value, ReadOnlyMemory<byte>? expected) => value?.Length == expected?.Length;

    public static bool Beginning(byte[]? value, ReadOnlyMemory<byte>? expected) =>
        value is null ? expected is null : expected is { } bytes && value.AsSpan().StartsWith(bytes.Span);

    public static bool Presence(byte[]? value, ReadOnlyMemory<byte>? expected) => value is null == expected is null;

    public static bool BytesOnly(byte[]? value, ReadOnlyMemory<byte>? expected) => expected is not { } bytes || (value is not null && bytes.Span.SequenceEqual(value));

    public static bool EmptyAsAbsent(byte[]? value, ReadOnlyMemory<byte>? expected) => (value ?? []).AsSpan().SequenceEqual((expected ?? default).Span);

    public static bool Always(byte[]? value, ReadOnlyMemory<byte>? expected) => true;

    protected override bool Holds(string key, ReadOnlyMemory<byte>? expected) => holds(Read(key), expected);
}

internal sealed class ChecksChangedKeysOnly(TinyPlace place) : TinyStore(place)
{
    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        lock (Gate)
        {
            if (!batch.Expectations.Where(each => batch.Changes.ContainsKey(each.Key)).All(each => Holds(each.Key, each.Value)))
                return new(false);
            Apply(batch);
            return new(true);
        }
    }
}

internal sealed class NothingToDo(TinyPlace place) : TinyStore(place)
{
    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        batch is { Changes.Count: 0 } ? new(true) : base.CommitAsync(batch, cancellationToken);
}

internal sealed class FalseWhereThereIsNoRoom(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.CommitAsync(batch, cancellationToken);
        }
        catch (StoreFullException)
        {
            return false;
        }
    }
}

internal sealed class WritesUntilFull(TinyPlace place) : TinyStore(place)
{
    protected override void Apply(KeyValueBatch batch)
    {
        foreach (var (key, value) in batch.Changes)
        {
            if (Place.Values.Values.Sum(each => each.Length) > Place.Room)
                throw new StoreFullException("There is no room.");
            Change(key, value);
        }
    }
}

internal sealed class FullForGood(TinyPlace place) : TinyStore(place)
{
    private bool _full;

    protected override void Apply(KeyValueBatch batch)
    {
        if (_full)
            throw new StoreFullException("There was no room once.");
        try
        {
            base.Apply(batch);
        }
        catch (StoreFullException)
        {
            _full = true;
            throw;
        }
    }
}
