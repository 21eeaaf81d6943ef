using System.Reflection;

namespace PeerPersistence;

/// <summary>Where an application's files go when it does not say.</summary>
internal static class ApplicationFolders
{
    /// <summary>The name of the program that runs.</summary>
    public static string ApplicationName => Assembly.GetEntryAssembly()?.GetName().Name ?? AppDomain.CurrentDomain.FriendlyName;

    /// <summary>A file in the user's local application data: <c>…/PeerPersistence/{application}/{name}.peers</c>.</summary>
    /// <exception cref="PeerPersistenceException">The user has no such folder.</exception>
    public static string StoreFile(string name) => Path.Combine(Folder("UseFileStore(path)"), Escape(name) + ".peers");

    /// <summary>A folder for many identities beside it: <c>…/PeerPersistence/{application}/identities</c>.</summary>
    /// <exception cref="PeerPersistenceException">The user has no such folder.</exception>
    public static string IdentitiesFolder() => Path.Combine(Folder("UseFileStores(folder)"), "identities");

    private static string Folder(string wayOut)
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (!Path.IsPathRooted(folder))
            throw new PeerPersistenceException($"This user has no folder for application data. Name one: {wayOut}.");
        return Path.Combine(folder, "PeerPersistence", Escape(ApplicationName));
    }

    // Whatever an identity is called, it is one file name, and none that leads elsewhere.
    private static string Escape(string name) =>
        Uri.EscapeDataString(name) is var escaped && escaped.Trim('.').Length == 0 ? "_" + escaped : escaped;
}
