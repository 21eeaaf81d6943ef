namespace PeerPersistence;

/// <summary>The cryptography of the platform of this process: .NET's, or what a package for a platform without it brought.</summary>
/// <remarks>A fact about the process, as the system it runs on is: no identity's, and no container's.</remarks>
internal sealed class PlatformCryptography : IPlatformCryptography, IAeadCipher
{
    private volatile IPlatformCryptography _platform = new RuntimeCryptography();

    /// <summary>This process's.</summary>
    public static PlatformCryptography Current { get; } = new();

    public IAeadCipher Cipher => this;

    bool IAeadCipher.IsSupported => _platform.Cipher.IsSupported;

    /// <summary>From now on everybody's, those included who asked before.</summary>
    public void Use(IPlatformCryptography platform) => _platform = platform;

    public Task<byte[]> DeriveAsync(byte[] password, byte[] salt, int rounds, int length) =>
        _platform.DeriveAsync(password, salt, rounds, length);

    public IMasterKeyProvider DefaultKey(string name) => _platform.DefaultKey(name);

    ValueTask IAeadCipher.EncryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> plaintext,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken) =>
        _platform.Cipher.EncryptAsync(key, nonce, plaintext, associatedData, destination, cancellationToken);

    ValueTask<bool> IAeadCipher.DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken) =>
        _platform.Cipher.DecryptAsync(key, nonce, ciphertextAndTag, associatedData, destination, cancellationToken);
}
