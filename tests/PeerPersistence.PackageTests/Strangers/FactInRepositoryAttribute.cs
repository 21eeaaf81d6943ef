using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>A test that clones the repository that it is in: skipped where the sources came without one.</summary>
public sealed class FactInRepositoryAttribute : FactAttribute
{
    public FactInRepositoryAttribute()
    {
        // A folder in a clone, a file in a work tree beside it.
        if (!Path.Exists(Path.Combine(Package.Root, ".git")))
            Skip = "These sources are not in a Git repository.";
    }
}
