namespace PeerPersistence.ConformanceTests;

/// <summary>Stores whose places are files in a folder that goes when the process does.</summary>
internal abstract class PlacesInAFolder : StoreUnderTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stores-").FullName;

    protected PlacesInAFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);

    public override ValueTask DeleteAsync(string place)
    {
        if (Directory.Exists(Path.Combine(_folder, place)))
            Directory.Delete(Path.Combine(_folder, place), recursive: true);
        return default;
    }

    /// <summary>A file in a folder of its own, that the store has to make.</summary>
    protected string PathOf(string place) => Path.Combine(_folder, place, "a store#%20.db");
}
