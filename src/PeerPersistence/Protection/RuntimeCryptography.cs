using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>What .NET itself has, and a key file.</summary>
internal sealed class RuntimeCryptography : IPlatformCryptography
{
    public IAeadCipher Cipher => AesGcmCipher.Instance;

    /// <summary>Derives on another thread: it takes some 0.2 seconds, and the caller may be drawing a window.</summary>
    public Task<byte[]> DeriveAsync(byte[] password, byte[] salt, int rounds, int length) =>
        Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, length));

    public IMasterKeyProvider DefaultKey(string name) => OperatingSystem.IsBrowser()
        ? new FilelessKey()
        : DefaultKeyFile.ProviderFor(ApplicationFolders.ApplicationName, name);
}
