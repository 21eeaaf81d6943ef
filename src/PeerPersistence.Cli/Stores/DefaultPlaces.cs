namespace PeerPersistence.Cli;

/// <summary>Where an application that names none has its store and its key file, as <c>AddPeerPersistence()</c> documents.</summary>
internal static class DefaultPlaces
{
    public static string StoreFile(string application, string? identity) =>
        In(Environment.SpecialFolder.LocalApplicationData, application, identity, ".peers");

    public static string KeyFile(string application, string? identity) =>
        In(Environment.SpecialFolder.ApplicationData, application, identity, ".key");

    private static string In(Environment.SpecialFolder folder, string application, string? identity, string extension) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is var path && Path.IsPathRooted(path)
            ? Path.Combine(
                path, "PeerPersistence", Escape(application), Escape(identity is null ? "default" : "identity-" + identity) + extension)
            : throw ToolException.Store("This user has no folder for application data. Name the store: --store.");

    private static string Escape(string name) =>
        Uri.EscapeDataString(name) is var escaped && escaped.Trim('.').Length == 0 ? "_" + escaped : escaped;
}
