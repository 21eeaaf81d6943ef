namespace PeerPersistence;

/// <summary>The cryptography that a platform has.</summary>
internal interface IPlatformCryptography
{
    /// <summary>AES-GCM.</summary>
    IAeadCipher Cipher { get; }

    /// <summary>PBKDF2-HMAC-SHA256, without holding up whoever calls.</summary>
    Task<byte[]> DeriveAsync(byte[] password, byte[] salt, int rounds, int length);

    /// <summary>Where a master key is unless somebody says otherwise.</summary>
    /// <param name="name">One name, one key.</param>
    IMasterKeyProvider DefaultKey(string name);
}
