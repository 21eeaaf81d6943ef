using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names a key store of the operating system for the master key. None is ever taken unnamed.</summary>
public static class KeyStoreBuilderExtensions
{
    /// <summary>Keeps the master key where the desktop's system keeps such: see <see cref="PlatformKeyStore.Create"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="application">A name of the application that stays, such as <c>org.example.chat</c>; <c>null</c>, the default: the name
    /// of the program that runs.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UsePlatformKeyStore<TBuilder>(this TBuilder builder, string? application = null)
        where TBuilder : IPeerPersistenceBuilder => builder.UseMasterKey(_ => PlatformKeyStore.Create(application, KeyOf(builder)));

    /// <summary>Keeps the master key in the keyring of a Linux desktop; see <see cref="SecretServiceProvider"/>.</summary>
    /// <inheritdoc cref="UsePlatformKeyStore"/>
    public static TBuilder UseSecretService<TBuilder>(this TBuilder builder, string? application = null)
        where TBuilder : IPeerPersistenceBuilder => builder.UseMasterKey(_ => new SecretServiceProvider(application, KeyOf(builder)));

    /// <summary>Keeps the master key in the macOS Keychain; see <see cref="KeychainProvider"/>.</summary>
    /// <inheritdoc cref="UsePlatformKeyStore"/>
    public static TBuilder UseKeychain<TBuilder>(this TBuilder builder, string? application = null)
        where TBuilder : IPeerPersistenceBuilder => builder.UseMasterKey(_ => new KeychainProvider(application, KeyOf(builder)));

    /// <summary>Lets Windows wrap the data keys for its current user; see <see cref="DpapiProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseDpapi<TBuilder>(this TBuilder builder) where TBuilder : IPeerPersistenceBuilder =>
        builder.UseMasterKey(_ => new DpapiProvider());

    /// <summary>Reads the master key from a credential that systemd hands to the service; see
    /// <see cref="SystemdCredentialProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="credential">The name of the credential, such as <c>peers.key</c>.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseSystemdCredential<TBuilder>(this TBuilder builder, string credential) where TBuilder : IPeerPersistenceBuilder
    {
        var keys = new SystemdCredentialProvider(credential);
        return builder.UseMasterKey(_ => keys);
    }

    // Every identity has a key of its own, as it has a key file.
    private static string KeyOf(IPeerPersistenceBuilder builder) => PeerPersistenceServiceCollectionExtensions.FileNameOf(builder.Name);
}
