namespace PeerPersistence;

/// <summary>The names of a store's files.</summary>
/// <param name="Store">The store itself.</param>
internal sealed record StorePaths(string Store)
{
    public string Folder => Path.GetDirectoryName(Store)!;

    /// <summary>Locked while the store is open; empty, and left behind, since deleting a lock lets two in.</summary>
    public string Lock => Store + ".lock";

    /// <summary>Being written to take the store's place; worthless after a crash.</summary>
    public string Fresh => Store + ".fresh";

    /// <summary>What a fresh file takes the place of, where that needs two renames: the store itself if nothing has its name.</summary>
    public string Replaced => Store + ".replaced";

    /// <summary>A former file that is being deleted, while somebody still reads it.</summary>
    public string Leaving(int n) => $"{Replaced}.{n}";

    /// <summary>Where damaged bytes are set aside, the n-th time.</summary>
    public string Damaged(int n) => $"{Store}.damaged-{n}";
}
