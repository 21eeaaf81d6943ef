namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A database with keys and values, used by one thread at a time.</summary>
internal interface ITable : IDisposable
{
    /// <summary>Writes all at once, and returns when the disk has them.</summary>
    void Set(IEnumerable<KeyValuePair<string, byte[]>> records);

    byte[] Get(string key);

    /// <summary>Reads everything in the order of the keys.</summary>
    /// <returns>How many records.</returns>
    int Scan();
}
