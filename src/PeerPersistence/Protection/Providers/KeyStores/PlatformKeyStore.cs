using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>The key store that a desktop's operating system has for each user.</summary>
public static class PlatformKeyStore
{
    /// <summary>
    /// DPAPI on Windows, the Keychain on macOS, the Secret Service on Linux. The system alone decides which one, so that every
    /// program there comes to the same key.
    /// </summary>
    /// <param name="application">A name of the application that stays, such as <c>org.example.chat</c>; <c>null</c>, the default: the name
    /// of the program that runs. DPAPI needs none.</param>
    /// <param name="key">Which of the application's keys; <c>default</c> by default.</param>
    /// <returns>The provider of this system.</returns>
    /// <exception cref="ArgumentException">A name is empty, or holds what no key store takes.</exception>
    /// <exception cref="PlatformNotSupportedException">None is built in for this system.</exception>
    public static IMasterKeyProvider Create(string? application = null, string key = "default")
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return new DpapiProvider();
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            return new KeychainProvider(application, key);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return new SecretServiceProvider(application, key);
        throw new PlatformNotSupportedException(
            "No key store is built in for this system. Use a DelegateKeyProvider over the system's own, a PassphraseProvider or a " +
                "KeyFileProvider.");
    }
}
