using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace PeerPersistence;

/// <summary>Brings a store's file into use: creates it, or reads it and mends what is damaged.</summary>
internal sealed class StoreOpening(IFileSystem fileSystem, StorePaths paths, FileStoreOptions options)
{
    // Others may replace the file while it is opened, not without end.
    private const int MostTries = 16;

    private readonly ILogger _logger = options.Logger ?? NullLogger.Instance;

    public LogFile Log { get; private set; } = null!;

    public KeyMap Map { get; private set; } = null!;

    public StoreRecoveryReport Report { get; private set; } = new();

    /// <summary>Where the file must be found.</summary>
    public StorePlace Place { get; } = new(fileSystem, paths, options.Logger ?? NullLogger.Instance, options.Time);

    /// <summary>What could not be done yet, and must be before anything is written.</summary>
    public Action? Owed { get; private set; }

    /// <summary>A mended file that is on its way to the store's name. If that fails, <see cref="Owed"/> must be done.</summary>
    public Replacement? Late { get; private set; }

    /// <summary>Reads the file as it is, and changes nothing: another process may be writing to it.</summary>
    public void Look(CancellationToken cancellationToken)
    {
        var (file, recovered) = LogLook.Read(fileSystem, paths, options.AllowSharedFile, cancellationToken);
        try
        {
            Use(file, recovered);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="StoreLockedException">Somebody holds it.</exception>
    /// <exception cref="UnansweredException">A rename is on its way.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            Restore();
            if (fileSystem.Find(paths.Store) is null ? TryCreate() : await TryOpenAsync(cancellationToken).ConfigureAwait(false))
                return;
        }

        throw new IOException(
            $"The store's file '{paths.Store}' must stay in its place while it is opened. It was replaced or deleted {MostTries} times.");
    }

    private void Restore()
    {
        if (ReplacedFile.IsAlone(fileSystem, paths))
        {
            BoundedRename.Within(options.OpeningPatience, () =>
            {
                ReplacedFile.Restore(fileSystem, paths);
                return true;
            });
        }
    }

    /// <summary><c>false</c>: something has the name by now.</summary>
    private bool TryCreate()
    {
        var fresh = new FreshLog(fileSystem, paths);
        try
        {
            fresh.Sync();
            if (!BoundedRename.Within(options.OpeningPatience, () => fresh.TryTakeFreeName(Place)))
            {
                fresh.Dispose();
                return false;
            }
        }
        catch (Exception e)
        {
            GiveUp(fresh, e);
            throw;
        }

        (Log, Owed) = (fresh.Log, fresh.Owed);
        Map = new(Log, fresh.Locations);
        return true;
    }

    /// <summary><c>false</c>: the file that was opened is not the one that has the name.</summary>
    private async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        IFile file;
        try
        {
            file = fileSystem.Open(paths.Store, FileAccess.ReadWrite);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        try
        {
            if (!file.TryLock())
                throw new StoreLockedException(paths.Store);
            if (fileSystem.Find(paths.Store) is not { HasName: true } named || named.DiffersFrom(file.Status))
            {
                file.Dispose();
                return false;
            }

            if (!options.AllowSharedFile)
                FileTrust.Secure(file, paths.Store);
            if (IsEmpty(file, cancellationToken))
                Start(file);
            else
                await RecoverAsync(file, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (UnansweredException late)
        {
            late.Then(file.Dispose);
            throw;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>It has no byte, or those of a header that a power cut has kept from the disk.</summary>
    private static bool IsEmpty(IFile file, CancellationToken cancellationToken)
    {
        var window = new FileWindow(file);
        return window.Length <= FileHeader.Length && Zeros.Reach(window, 0, window.Length, cancellationToken);
    }

    /// <summary>Makes a store of an empty file where it is: it may be a mount of its own, which nothing can replace.</summary>
    private void Start(IFile file)
    {
        file.MakePrivate();
        Log = LogFile.Start(file);
        Log.Place = Place;
        Log.Sync();
        Map = new(Log, new());
        Owed = SyncFolders;
    }

    private void Use(IFile file, RecoveredLog recovered)
    {
        Log = new(file, recovered.Version, recovered.Salt, recovered.End, recovered.LastSequence + 1, recovered.Synced)
        {
            HasPartialCommits = recovered.NeedsRewrite,
            LastLarge = recovered.LastLarge,
        };
        Map = new(Log, recovered.Locations, recovered.IsSound
            ? new(Log.History, Log.Commits, recovered.Recent, recovered.Forgotten)
            : new(history: null, Log.Commits, [], Log.Commits));
        Report = new()
        {
            FramesRead = recovered.FramesRead,
            BytesCut = recovered.IsSound ? 0 : recovered.Damaged.Sum(region => region.Length),
            CommitsLost = recovered.CommitsLost + recovered.CommitsTorn,
            UnfinishedBytes = recovered is { IsTailDamaged: false, Tail: { } tail } ? tail.Length : 0,
        };
        FileStoreLog.Opened(_logger, Report.FramesRead);
    }

    private async Task RecoverAsync(IFile file, CancellationToken cancellationToken)
    {
        var recovered = LogReader.Read(file, cancellationToken);
        Use(file, recovered);
        Log.Place = Place;

        // Whoever renamed the file into its place may have been killed before the folder was synced. Nobody relied on the folders above
        // before the first commit.
        Owed = recovered.FramesRead == 0 ? SyncFolders : SyncFolder;
        FreshLog.RemoveLeftover(fileSystem, paths);
        try
        {
            SetAside(file, recovered);
            if (recovered.NeedsRewrite)
                await RewriteAsync(file, recovered, cancellationToken).ConfigureAwait(false);
            else if (recovered.Tail is not null)
                Log.CutTail();
        }
        catch (Exception e) when (IoErrors.IsFull(e))
        {
            // Reading needs no room.
            Owed = () => MendLater(file, recovered);
        }

        if (Report.UnfinishedBytes > 0)
            FileStoreLog.Unfinished(_logger, Report.UnfinishedBytes);
        if (Report.IsClean)
            return;
        FileStoreLog.Damaged(_logger, Report.CommitsLost, Report.BytesCut, Report.DamagedBytesPath);
        Instruments.LostCommits.Add(Report.CommitsLost);
        Instruments.DamagedBytes.Add(Report.BytesCut);
    }

    private void SyncFolder()
    {
        fileSystem.SyncFolder(paths.Folder);
        ReplacedFile.Remove(fileSystem, paths);
    }

    private void SyncFolders()
    {
        StoreFolder.SyncAll(fileSystem, paths.Folder);
        ReplacedFile.Remove(fileSystem, paths);
    }

    private void SetAside(IFile file, RecoveredLog recovered) =>
        Report = Report with { DamagedBytesPath = DamagedBytes.SetAside(fileSystem, paths, file, recovered.Damaged) };

    /// <summary>Damage before the last whole frame may stay in the file until the next opening, once its bytes are set aside.</summary>
    private void MendLater(IFile file, RecoveredLog recovered)
    {
        ReplacedFile.Restore(fileSystem, paths);
        SyncFolder();
        if (Report.DamagedBytesPath is null)
            SetAside(file, recovered);
        if (recovered.Tail is not null)
            Log.CutTail();
    }

    /// <summary>A mended file takes the place of this one, as soon as the system answers; until then this one is read.</summary>
    private async Task RewriteAsync(IFile file, RecoveredLog recovered, CancellationToken cancellationToken)
    {
        var fresh = new FreshLog(fileSystem, paths);
        try
        {
            foreach (var key in Map.Keys())
                fresh.Copy(key, Map);
            fresh.Sync();
            await HeldFiles.InsistAsync(() => Task.FromResult(Replace(fresh)), options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            GiveUp(fresh, e);
            throw;
        }

        if (Late is not null)
        {
            Owed = () => MendLater(file, recovered);
            return;
        }

        (Log, Owed) = (fresh.Log, fresh.Owed);
        Map.Switch(Log, fresh.Locations).Release();
    }

    private bool Replace(FreshLog fresh)
    {
        Restore();
        Log.VerifyUntouched();
        var replacement = new Replacement(fresh, Place);
        if (replacement.IsAnswered(options.RenamePatience))
            replacement.Settle();
        else
            Late = replacement;
        return true;
    }

    private static void GiveUp(FreshLog fresh, Exception e)
    {
        if (e is UnansweredException late)
            late.Then(fresh.LetGo);
        else
            fresh.Dispose();
    }
}
