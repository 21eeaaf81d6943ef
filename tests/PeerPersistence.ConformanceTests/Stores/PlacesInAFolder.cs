namespace PeerPersistence.ConformanceTests;

/// <summary>Stores whose places are files, each in a folder of its own.</summary>
internal abstract class PlacesInAFolder : StoreUnderTest
{
    private readonly string _folders = Path.Combine(Path.GetTempPath(), $"stores-{Guid.NewGuid():N}-");

    public override ValueTask DeleteAsync(string place)
    {
        if (Directory.Exists(_folders + place))
            Directory.Delete(_folders + place, recursive: true);
        return default;
    }

    /// <summary>A file in a folder that the store has to make.</summary>
    protected string PathOf(string place) => Path.Combine(_folders + place, "a store#%20.db");
}
