using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>The browser's cryptography, in the place of .NET's, which has no AES there and would hold up the page for its PBKDF2.</summary>
[SupportedOSPlatform("browser")]
internal sealed class WebCryptography : IPlatformCryptography
{
    public IAeadCipher Cipher { get; } = new WebCryptoCipher();

    private static readonly WebCryptography Instance = new();

    /// <summary>From now on this process's.</summary>
    public static void UseHere() => PlatformCryptography.Current.Use(Instance);

    public Task<byte[]> DeriveAsync(byte[] password, byte[] salt, int rounds, int length) =>
        BrowserModule.Instance.FetchAsync(call => Imports.Pbkdf2(password, salt, rounds, length, call));

    public IMasterKeyProvider DefaultKey(string name) => new WebCryptoKeyProvider(name);
}
