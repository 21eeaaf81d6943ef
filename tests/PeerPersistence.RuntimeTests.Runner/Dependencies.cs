using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace PeerPersistence.RuntimeTests.Runner;

/// <summary>Finds what the tests need where they lie, as if they were the program.</summary>
internal static class Dependencies
{
    /// <returns>The name under which the tests can be loaded.</returns>
    public static AssemblyName Serve(string tests)
    {
        var beside = new AssemblyDependencyResolver(tests);
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(tests) + Path.DirectorySeparatorChar);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            beside.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            beside.ResolveUnmanagedDllToPath(name) is { } path ? NativeLibrary.Load(path) : 0;
        return AssemblyName.GetAssemblyName(tests);
    }
}
