using Microsoft.Extensions.Logging.Abstractions;

namespace PeerPersistence;

/// <summary>What a store that is not read-only has besides: the lock, the writer, the compactor.</summary>
internal sealed class StoreWriting : IDisposable
{
    private readonly IFileSystem _fileSystem;
    private readonly StorePaths _paths;
    private readonly IDisposable _lock;

    public StoreWriting(IFileSystem fileSystem, StorePaths paths, FileStoreOptions options, IDisposable fileLock, StoreOpening opening)
    {
        (_fileSystem, _paths, _lock) = (fileSystem, paths, fileLock);
        Writer = new(opening.Log, opening.Map, options, opening.Owed);
        Compactor = new(
            fileSystem, paths, opening.Place, opening.Map, Writer, options.CompactionFloorBytes, options.Logger ?? NullLogger.Instance);
        Writer.Written = Compactor.Consider;
    }

    public GroupWriter Writer { get; }

    public Compactor Compactor { get; }

    public void DeleteDamagedBytes() => DamagedBytes.Delete(_fileSystem, _paths);

    /// <summary>Gives up a compaction, and writes what was accepted.</summary>
    public async Task EndAsync()
    {
        await Compactor.EndAsync().ConfigureAwait(false);
        await Writer.EndAsync().ConfigureAwait(false);
    }

    /// <summary>Gives the file free.</summary>
    public void Dispose()
    {
        Compactor.Dispose();
        _lock.Dispose();
    }
}
