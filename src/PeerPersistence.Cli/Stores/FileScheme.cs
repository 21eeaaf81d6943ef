namespace PeerPersistence.Cli;

/// <summary>The store in one file.</summary>
internal sealed class FileScheme : IStoreScheme
{
    public string Name => "file";

    public string Form => "file:PATH";

    public bool IsShared => false;

    public string Describe(string place) => place;

    public IReadOnlyList<string> Files(string place) => [place, place + ".lock"];

    public async Task<StoreSnapshot> ReadAsync(string place, CancellationToken cancellationToken)
    {
        StoreFiles.ThrowIfMissing(place, this);
        var store = await FileKeyValueStore.OpenAsync(
            place, new() { ReadOnly = true, AllowSharedFile = true }, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
            return await StoreSnapshot.OfAsync(store, store.Recovery, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IKeyValueStore> OpenAsync(string place, bool mayCreate, CancellationToken cancellationToken)
    {
        if (!mayCreate)
            StoreFiles.ThrowIfMissing(place, this);
        return await FileKeyValueStore.OpenAsync(place, new() { AllowSharedFile = true }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files with bytes that were damaged, once.</summary>
    public static IEnumerable<string> SetAside(string place)
    {
        var store = FollowLinks(place);
        return Enumerable.Range(1, int.MaxValue - 1).Select(n => $"{store}.damaged-{n}").TakeWhile(File.Exists);
    }

    /// <remarks>Where no lock lies nobody ever opened it here.</remarks>
    public IDisposable? Hold(string place)
    {
        StoreFiles.ThrowIfMissing(place, this);
        var path = FollowLinks(place);
        try
        {
            return new FileStream(path + ".lock", FileMode.Open, FileAccess.Read, FileShare.None);
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

    private static string FollowLinks(string place) =>
        new FileInfo(place) is { Exists: true } file && file.ResolveLinkTarget(returnFinalTarget: true) is { FullName: var target }
            ? target
            : place;
}
