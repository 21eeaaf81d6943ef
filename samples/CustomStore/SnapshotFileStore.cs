using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using PeerPersistence;

namespace CustomStore;

// docs:begin store
public sealed class SnapshotFileStore : IKeyValueStore, IAsyncDisposable
{
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly SemaphoreSlim _writing = new(1);
    private volatile ImmutableSortedDictionary<string, byte[]> _values;
    private volatile bool _closed;

    public SnapshotFileStore(string path)
    {
        _path = path;
        _values = File.Exists(path) ? Read(path) : ImmutableSortedDictionary.Create<string, byte[]>(StringComparer.Ordinal);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
        return new(_values.TryGetValue(key, out var value) ? (ReadOnlyMemory<byte>?)value : null);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ObjectDisposedException.ThrowIf(_closed, this);
        await Task.CompletedTask;
        foreach (var (key, value) in _values) // an immutable dictionary is the snapshot
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                yield return new(key, value);
        }
    }

    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (expectations, changes) = (batch.Expectations.ToList(), batch.Changes.ToList()); // the caller may go on with his batch
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!expectations.All(each => Holds(each.Key, each.Value)))
                return false;

            var next = _values.ToBuilder();
            foreach (var (key, value) in changes)
            {
                if (value is { } bytes)
                    next[key] = bytes.ToArray();
                else
                    next.Remove(key);
            }

            Write(next); // nobody can cancel from here on
            _values = next.ToImmutable();
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        _closed = true;
        _writing.Release();
    }

    private bool Holds(string key, ReadOnlyMemory<byte>? expected) =>
        _values.TryGetValue(key, out var value) ? expected is { } bytes && bytes.Span.SequenceEqual(value) : expected is null;

    private void Write(ImmutableSortedDictionary<string, byte[]>.Builder values)
    {
        var beside = _path + ".new";
        try
        {
            using var file = File.Create(beside);
            using var writer = new BinaryWriter(file, Strict); // refuses unpaired surrogates, which UTF-8 cannot tell apart
            writer.Write(values.Count);
            foreach (var (key, value) in values)
            {
                writer.Write(key);
                writer.Write(value.Length);
                writer.Write(value);
            }

            file.Flush(flushToDisk: true);
        }
        catch (IOException full) when ((full.HResult & 0xffff) is 28 or 0x27 or 0x70) // ENOSPC, and its two names on Windows
        {
            throw new StoreFullException("There is no room for another snapshot.", full);
        }

        File.Move(beside, _path, overwrite: true);
    }

    private static ImmutableSortedDictionary<string, byte[]> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path), Strict);
        var values = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
            values.Add(reader.ReadString(), reader.ReadBytes(reader.ReadInt32()));
        return values.ToImmutable();
    }
}
// docs:end
