namespace PeerPersistence.Cli;

/// <summary>The store in one file.</summary>
internal sealed class FileScheme : IStoreScheme
{
    public string Name => "file";

    public string Form => "file:PATH";

    public bool IsShared => false;

    public string Describe(string place) => place;

    /// <remarks>Opening a file mends it, so a copy is opened, in a folder that only this user can enter.</remarks>
    public async Task<StoreSnapshot> ReadAsync(string place, CancellationToken cancellationToken)
    {
        StoreFiles.ThrowIfMissing(place, this);
        var folder = Directory.CreateTempSubdirectory("peers-");
        try
        {
            var copy = Path.Combine(folder.FullName, "store");
            await CopyAsync(place, copy, cancellationToken).ConfigureAwait(false);
            var store = await FileKeyValueStore.OpenAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
                return await StoreSnapshot.OfAsync(store, store.Recovery, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public async Task<IKeyValueStore> OpenAsync(string place, bool mayCreate, CancellationToken cancellationToken)
    {
        if (!mayCreate)
            StoreFiles.ThrowIfMissing(place, this);
        return await FileKeyValueStore.OpenAsync(place, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyAsync(string place, string copy, CancellationToken cancellationToken)
    {
        var path = new FileInfo(place).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? place;
        using var held = Hold(path);
        var from = File.OpenRead(path);
        await using (from.ConfigureAwait(false))
        {
            var to = File.Create(copy);
            await using (to.ConfigureAwait(false))
                await from.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps others from opening the store for as long as it is copied. Where no lock lies nobody ever opened it here.</summary>
    /// <exception cref="StoreLockedException">Somebody has it open.</exception>
    private static FileStream? Hold(string path)
    {
        try
        {
            return new(path + ".lock", FileMode.Open, FileAccess.Read, FileShare.None);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException e)
        {
            throw new StoreLockedException(path, e);
        }
    }
}
