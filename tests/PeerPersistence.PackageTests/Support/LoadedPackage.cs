using System.Runtime.Loader;

namespace PeerPersistence.PackageTests.Support;

/// <summary>A package's assembly of one framework, beside that of the other: each in a context of its own.</summary>
internal sealed class LoadedPackage : AssemblyLoadContext
{
    private readonly string _folder;

    private LoadedPackage(string path) : base(path) => _folder = Path.GetDirectoryName(path)!;

    public static Assembly Load(string name, string framework)
    {
        var path = Package.Named(name).AssemblyFor(framework);
        return new LoadedPackage(path).LoadFromAssemblyPath(path);
    }

    // Our own come from beside, in the same framework; all others are shared.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        var isOurs = Package.All.Any(package => package.Name == assemblyName.Name);
        return isOurs && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
