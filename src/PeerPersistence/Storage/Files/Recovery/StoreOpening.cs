using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Brings a store's file into use: creates it, or reads it and mends what is damaged.</summary>
internal sealed class StoreOpening(IFileSystem fileSystem, StorePaths paths, ILogger logger)
{
    public LogFile Log { get; private set; } = null!;

    public KeyMap Map { get; private set; } = null!;

    public StoreRecoveryReport Report { get; private set; } = new();

    /// <summary>What could not be done yet, and must be before anything is written.</summary>
    public Action? Owed { get; private set; }

    /// <summary>Reads the file as it is, and changes nothing: another process may be writing to it.</summary>
    public void Look(CancellationToken cancellationToken)
    {
        var (file, recovered) = LogLook.Read(fileSystem, paths.Store, cancellationToken);
        Use(file, recovered);
    }

    public void Run(CancellationToken cancellationToken)
    {
        if (!fileSystem.Exists(paths.Store))
        {
            Create();
            return;
        }

        var file = fileSystem.Open(paths.Store, FileAccess.ReadWrite);
        try
        {
            if (file.Length > 0)
            {
                Recover(file, cancellationToken);
                return;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        Create();
    }

    private void Use(IFile file, RecoveredLog recovered)
    {
        Log = new(file, recovered.Salt, recovered.End, recovered.LastSequence + 1);
        Map = new(Log, recovered.Locations);
        Report = new()
        {
            FramesRead = recovered.FramesRead,
            BytesCut = recovered.Damaged.Sum(region => region.Length),
            CommitsLost = recovered.CommitsLost + recovered.CommitsTorn,
        };
        FileStoreLog.Opened(logger, Report.FramesRead);
    }

    private void Create()
    {
        using var fresh = new FreshLog(fileSystem, paths);
        fresh.Sync();
        Owed = fresh.TakeOver();
        Log = fresh.Log;
        Map = new(Log, fresh.Locations);
    }

    private void Recover(IFile file, CancellationToken cancellationToken)
    {
        var recovered = LogReader.Read(file, cancellationToken);
        Use(file, recovered);

        // Whoever renamed the file into its place may have been killed before the folder was synced.
        Owed = () => fileSystem.SyncFolder(paths.Folder);
        FreshLog.RemoveLeftover(fileSystem, paths);
        try
        {
            SetAside(file, recovered);
            if (recovered.NeedsRewrite)
                Rewrite();
            else if (recovered.HasTornTail)
                Log.CutTail();
        }
        catch (Exception e) when (IoErrors.IsFull(e))
        {
            // Reading needs no room.
            Owed = () => MendLater(file, recovered);
        }

        if (Report.IsClean)
            return;
        FileStoreLog.Damaged(logger, Report.CommitsLost, Report.BytesCut, Report.DamagedBytesPath);
        Instruments.LostCommits.Add(Report.CommitsLost);
        Instruments.DamagedBytes.Add(Report.BytesCut);
    }

    private void SetAside(IFile file, RecoveredLog recovered) =>
        Report = Report with { DamagedBytesPath = DamagedBytes.SetAside(fileSystem, paths, file, recovered.Damaged) };

    /// <summary>Damage before the last whole frame may stay in the file until the next opening, once its bytes are set aside.</summary>
    private void MendLater(IFile file, RecoveredLog recovered)
    {
        fileSystem.SyncFolder(paths.Folder);
        if (Report.DamagedBytesPath is null)
            SetAside(file, recovered);
        if (recovered.HasTornTail)
            Log.CutTail();
    }

    private void Rewrite()
    {
        using var fresh = new FreshLog(fileSystem, paths);
        fresh.CopyFrom(Map, CancellationToken.None);
        fresh.Sync();
        Owed = fresh.TakeOver();
        Log = fresh.Log;
        Map.Switch(Log, fresh.Locations);
    }
}
