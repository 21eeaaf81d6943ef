using Microsoft.Extensions.Logging.Abstractions;

namespace PeerPersistence;

/// <summary>What a store that is not read-only has besides: the lock, the writer, the compactor.</summary>
internal sealed class StoreWriting : IDisposable
{
    private readonly IFileSystem _fileSystem;
    private readonly StorePaths _paths;
    private readonly IDisposable _lock;
    private readonly TimeProvider _time;
    private readonly OwedWork _owedWork;

    public StoreWriting(IFileSystem fileSystem, StorePaths paths, FileStoreOptions options, IDisposable fileLock, StoreOpening opening)
    {
        (_fileSystem, _paths, _lock, _time) = (fileSystem, paths, fileLock, options.Time);
        _owedWork = new(fileSystem, paths, options.RenamePatience);
        Writer = new(opening.Log, opening.Map, options, _owedWork);
        Writer.Owe(opening.Owed);
        Compactor = new(
            fileSystem, paths, opening.Place, opening.Map, Writer, options, options.Logger ?? NullLogger.Instance);
        Writer.Written = Compactor.Consider;
        if (opening.Late is { } late)
            Compactor.Await(late, opening.Owed);
    }

    public GroupWriter Writer { get; }

    public Compactor Compactor { get; }

    public Task DeleteDamagedBytesAsync(CancellationToken cancellationToken) => HeldFiles.InsistAsync(
        () =>
        {
            DamagedBytes.Delete(_fileSystem, _paths);
            return Task.FromResult(true);
        },
        _time,
        cancellationToken);

    /// <summary>Gives the file free.</summary>
    public void Dispose()
    {
        Compactor.WhenAllIsAnswered(() => _owedWork.WhenAnswered(_lock.Dispose));
        Compactor.Dispose();
    }
}
