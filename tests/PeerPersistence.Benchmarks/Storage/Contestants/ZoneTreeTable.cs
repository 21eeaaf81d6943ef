using ZoneTree;
using ZoneTree.Comparers;
using ZoneTree.Options;
using ZoneTree.Serializers;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>ZoneTree in its safest mode: the log is written before a call returns, and synced where asked.</summary>
internal sealed class ZoneTreeTable(string folder) : ITable
{
    private readonly IZoneTree<string, byte[]> _tree = new ZoneTreeFactory<string, byte[]>()
        .SetDataDirectory(Path.Combine(folder, "zonetree"))
        .SetComparer(new StringOrdinalComparerAscending())
        .SetKeySerializer(new Utf8StringSerializer())
        .SetValueSerializer(new BytesSerializer())
        .ConfigureWriteAheadLogOptions(options => options.WriteAheadLogMode = WriteAheadLogMode.Sync)
        .OpenOrCreate();

    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        foreach (var (key, value) in records)
            _tree.Upsert(key, value);
        _tree.SyncWALAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    public byte[] Get(string key) =>
        _tree.TryGet(key, out var value) ? value : throw new KeyNotFoundException(key);

    public int Scan()
    {
        using var iterator = _tree.CreateIterator();
        var count = 0;
        for (; iterator.Next(); count++)
            _ = (iterator.CurrentKey, iterator.CurrentValue);
        return count;
    }

    public void Dispose() => _tree.Dispose();
}
