using LiteDB;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>LiteDB, a document a record.</summary>
internal sealed class LiteDbTable : ITable
{
    private readonly LiteDatabase _database;
    private readonly ILiteCollection<BsonDocument> _records;

    public LiteDbTable(string folder)
    {
        _database = new(Path.Combine(folder, "lite.db"));
        _records = _database.GetCollection("records");
    }

    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        _database.BeginTrans();
        foreach (var (key, value) in records)
            _records.Upsert(new BsonDocument { ["_id"] = key, ["value"] = value });
        _database.Commit();
    }

    public byte[] Get(string key) => _records.FindById(key)["value"].AsBinary;

    public int Scan() => _records.Query().OrderBy("_id").ToEnumerable().Count(record => record["value"].AsBinary.Length > 0);

    public void Dispose() => _database.Dispose();
}
