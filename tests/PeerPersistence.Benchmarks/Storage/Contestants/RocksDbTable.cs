using System.Text;
using RocksDbSharp;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>RocksDB with synced writes, otherwise as it comes.</summary>
internal sealed class RocksDbTable(string folder) : ITable
{
    private readonly RocksDb _database = RocksDb.Open(new DbOptions().SetCreateIfMissing(true), Path.Combine(folder, "rocksdb"));
    private readonly WriteOptions _synced = new WriteOptions().SetSync(true);

    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        using var batch = new WriteBatch();
        foreach (var (key, value) in records)
            batch.Put(Encoding.UTF8.GetBytes(key), value);
        _database.Write(batch, _synced);
    }

    public byte[] Get(string key) => _database.Get(Encoding.UTF8.GetBytes(key));

    public int Scan()
    {
        using var iterator = _database.NewIterator();
        var count = 0;
        for (iterator.SeekToFirst(); iterator.Valid(); iterator.Next(), count++)
            _ = (Encoding.UTF8.GetString(iterator.Key()), iterator.Value());
        return count;
    }

    public void Dispose() => _database.Dispose();
}
