using System.Globalization;
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
        BrowserModule.Instance.AskAsync("derive", Frames.Pairs(new(Text(rounds), password), new(Text(length), salt)), Imports.Take);

    public IMasterKeyProvider DefaultKey(string name) => new WebCryptoKeyProvider(name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
