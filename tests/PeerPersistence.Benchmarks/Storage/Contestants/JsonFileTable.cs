using System.Text.Json;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What an app writes by hand: everything as one JSON file, written beside, synced, renamed.</summary>
internal sealed class JsonFileTable : ITable
{
    private readonly string _path;
    private readonly Dictionary<string, byte[]> _records;

    public JsonFileTable(string folder)
    {
        _path = Path.Combine(folder, "records.json");
        _records = File.Exists(_path) ? JsonSerializer.Deserialize<Dictionary<string, byte[]>>(File.ReadAllBytes(_path))! : [];
    }

    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        foreach (var (key, value) in records)
            _records[key] = value;
        var beside = _path + ".new";
        using (var file = new FileStream(beside, FileMode.Create))
        {
            JsonSerializer.Serialize(file, _records);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
    }

    public byte[] Get(string key) => _records[key];

    public int Scan() => _records.OrderBy(record => record.Key, StringComparer.Ordinal).Count(record => record.Value.Length > 0);

    public void Dispose()
    {
    }
}
