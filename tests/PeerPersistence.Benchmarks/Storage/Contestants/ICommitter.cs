namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What makes a value durable.</summary>
internal interface ICommitter : IAsyncDisposable
{
    /// <summary>Returns when the disk has it. Called from many writers at once.</summary>
    Task CommitAsync(string key, byte[] value);
}
