namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What also finds values again.</summary>
internal interface IRecordStore : ICommitter
{
    /// <summary>Writes many records at once, so that there is something to measure.</summary>
    Task FillAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> records);

    /// <summary>The length of a value; it was read.</summary>
    ValueTask<int> GetAsync(string key);

    /// <summary>Reads everything in the order of the keys.</summary>
    /// <returns>How many records.</returns>
    Task<int> ScanAsync();
}
