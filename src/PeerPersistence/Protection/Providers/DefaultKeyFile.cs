namespace PeerPersistence;

/// <summary>Where the key file is unless somebody says otherwise: in a folder of the user's, apart from the data.</summary>
internal static class DefaultKeyFile
{
    /// <summary><c>…/PeerPersistence/{application}/{name}.key</c> in the user's (roaming) application data; a provider that explains
    /// itself at first use where there is no such folder.</summary>
    public static KeyFileProvider ProviderFor(string application, string name) =>
        PathFor(UserFolder(), application, name) is { } path ? new(path) : KeyFileProvider.Nowhere;

    internal static string? PathFor(string userFolder, string application, string name) =>
        // Relative where neither HOME nor the user's entry names a folder: a key file must not land wherever the program was started.
        Path.IsPathRooted(userFolder) ? Path.Combine(userFolder, "PeerPersistence", FileName(application), FileName(name) + ".key") : null;

    private static string UserFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    // Any name becomes one file name: separators are escaped, and no name is ".", ".." or a device.
    private static string FileName(string name)
    {
        var escaped = Uri.EscapeDataString(name);
        return escaped.Trim('.').Length == 0 || DeviceNames.Contain(escaped) ? "_" + escaped : escaped;
    }
}
