using System.Globalization;

namespace MeshChat;

/// <summary>A peer's own folder: its peers, the port at which it listened last and, in a folder apart, its keys.</summary>
internal sealed class ChatFolder
{
    public ChatFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        PrivateFile.CreateFolder(Path);
        PrivateFile.CreateFolder(KeyFolder);
    }

    public string Path { get; }

    public string PeersFile => System.IO.Path.Combine(Path, "peers.db");

    /// <summary>What the secrets in <see cref="PeersFile"/> are sealed with.</summary>
    public string MasterKeyFile => System.IO.Path.Combine(KeyFolder, "master.key");

    public string IdentityFile => System.IO.Path.Combine(KeyFolder, "identity.pfx");

    /// <summary>Whoever copies the peers, for a backup say, does not copy the keys along.</summary>
    private string KeyFolder => System.IO.Path.Combine(Path, "keys");

    private string PortFile => System.IO.Path.Combine(Path, "port");

    /// <summary>Where a peer's folder is unless its user says otherwise.</summary>
    public static string DefaultFor(string name) => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
        "MeshChat",
        name);

    /// <returns><c>null</c>: it never listened.</returns>
    public int? ReadPort() =>
        File.Exists(PortFile) && ushort.TryParse(File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var port) ? port : null;

    public void WritePort(int port) => File.WriteAllText(PortFile, port.ToString(CultureInfo.InvariantCulture));
}
