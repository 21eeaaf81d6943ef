namespace PeerPersistence;

/// <summary>How well a master key is protected, weakest first.</summary>
public enum KeyStrength
{
    /// <summary>Readable by whoever reads this user's files: a key file.</summary>
    FileSystem,

    /// <summary>As strong as the passphrase that a person chose.</summary>
    Passphrase,

    /// <summary>Kept by the operating system for this user: DPAPI, Keychain, libsecret.</summary>
    OperatingSystem,

    /// <summary>Kept by the application, in a way this library cannot judge.</summary>
    Application,
}
