using System.Runtime.CompilerServices;
using System.Text;

namespace PeerPersistence.ConformanceTests.Broken;

internal sealed class EmptyForAbsent(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        await base.GetAsync(key, cancellationToken) ?? ReadOnlyMemory<byte>.Empty;
}

internal sealed class AbsentForEmpty(TinyPlace place) : TinyStore(place)
{
    protected override byte[]? Read(string key) => base.Read(key) is { Length: > 0 } value ? value : null;
}

internal sealed class KeepsTheFirst(TinyPlace place) : TinyStore(place)
{
    protected override void Change(string key, ReadOnlyMemory<byte>? value)
    {
        if (value is null || !Place.Values.ContainsKey(key))
            base.Change(key, value);
    }
}

internal sealed class RemovesByEmptying(TinyPlace place) : TinyStore(place)
{
    protected override void Change(string key, ReadOnlyMemory<byte>? value) => base.Change(key, value ?? ReadOnlyMemory<byte>.Empty);
}

internal sealed class CutsLargeValues(TinyPlace place) : TinyStore(place)
{
    protected override void Change(string key, ReadOnlyMemory<byte>? value) =>
        base.Change(key, value is { Length: > 65_535 } large ? large[..65_535] : value);
}

internal sealed class TextOnly(TinyPlace place) : TinyStore(place)
{
    protected override byte[]? Read(string key) =>
        base.Read(key) is { } value ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)) : null;
}

/// <summary>Writes into the very bytes it has given out.</summary>
internal sealed class ReusesBuffers(TinyPlace place) : TinyStore(place)
{
    protected override void Change(string key, ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes && Place.Values.TryGetValue(key, out var buffer) && buffer.Length == bytes.Length)
            bytes.CopyTo(buffer);
        else
            base.Change(key, value);
    }
}

internal sealed class StaleReads(TinyPlace place) : TinyStore(place)
{
    private readonly Dictionary<string, byte[]?> _cache = new(StringComparer.Ordinal);

    protected override byte[]? Read(string key) => _cache.TryGetValue(key, out var cached) ? cached : _cache[key] = base.Read(key);

    protected override void Change(string key, ReadOnlyMemory<byte>? value)
    {
        base.Change(key, value);
        if (value is not null && _cache.GetValueOrDefault(key) is not null)
            _cache.Remove(key); // and forgets that absence was cached too
    }
}

/// <summary>Every other read is answered by a copy that is a few commits behind.</summary>
internal sealed class LaggingReplica(TinyPlace place) : TinyStore(place)
{
    private readonly Dictionary<string, byte[]> _replica = new(StringComparer.Ordinal);
    private int _reads;
    private int _commits;

    protected override byte[]? Read(string key) =>
        ++_reads % 2 == 0 && _replica.TryGetValue(key, out var old) ? old : base.Read(key);

    protected override void Note(KeyValueBatch batch)
    {
        if (++_commits % 3 != 0)
            return;
        foreach (var (key, value) in Place.Values)
            _replica[key] = value;
    }
}

internal sealed class ForgivesNull(TinyPlace place) : TinyStore(place)
{
    protected override void Begin(object argument, CancellationToken cancellationToken) => base.Begin(argument ?? this, cancellationToken);

    protected override byte[]? Read(string key) => key is null ? null : base.Read(key);
}

internal sealed class IgnoresCancellation(TinyPlace place) : TinyStore(place)
{
    protected override void Begin(object argument, CancellationToken cancellationToken) => base.Begin(argument, CancellationToken.None);
}

internal sealed class CancelsReadsOnly(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        var committed = await base.CommitAsync(batch, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return committed;
    }
}

internal sealed class ScansToTheEnd(TinyPlace place) : TinyStore(place)
{
    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var pair in base.ScanAsync(prefix, CancellationToken.None))
            yield return pair;
    }
}
