using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names the parts: the store, the master key, the order of candidates. The first one named stays.</summary>
public static class PeerPersistenceBuilderExtensions
{
    /// <summary>Keeps peers in a store of the application's own. The container disposes of what the factory returns.</summary>
    public static IPeerPersistenceBuilder UseStore(this IPeerPersistenceBuilder builder, Func<IServiceProvider, IKeyValueStore> factory) =>
        Use(builder, factory);

    /// <summary>Keeps peers in memory, until the process ends.</summary>
    public static IPeerPersistenceBuilder UseInMemoryStore(this IPeerPersistenceBuilder builder) =>
        builder.UseStore(_ => new InMemoryKeyValueStore());

    /// <summary>Keeps peers in a file, opened at the first use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="options">How it is written; <c>null</c>: the defaults.</param>
    public static IPeerPersistenceBuilder UseFileStore(this IPeerPersistenceBuilder builder, string path, FileStoreOptions? options = null)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentException("A file has a path.", nameof(path));
        return builder.UseStore(provider => new DeferredFileStore(path, (options ?? new()).LoggingTo(provider.GetService<ILogger<FileKeyValueStore>>())));
    }

    /// <summary>Wraps the data keys in a way of the application's own. The container disposes of what the factory returns.</summary>
    public static IPeerPersistenceBuilder UseMasterKey(this IPeerPersistenceBuilder builder, Func<IServiceProvider, IMasterKeyProvider> factory) =>
        Use(builder, factory);

    /// <summary>Wraps the data keys under a passphrase; see <see cref="PassphraseProvider"/>.</summary>
    public static IPeerPersistenceBuilder UsePassphrase(this IPeerPersistenceBuilder builder, Func<string> passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return builder.UseMasterKey(_ => new PassphraseProvider(passphrase));
    }

    /// <summary>Wraps the data keys under a key file; see <see cref="KeyFileProvider"/>. Keep it apart from the data.</summary>
    public static IPeerPersistenceBuilder UseKeyFile(this IPeerPersistenceBuilder builder, string path) =>
        builder.UseMasterKey(_ => new KeyFileProvider(path));

    /// <summary>Encrypts whole records, names of keys included, so that a stolen store tells only sizes and counts; see <see cref="EncryptedKeyValueStore"/>.</summary>
    /// <remarks>Decide this before the first use: a store that holds records in clear is not converted.</remarks>
    public static IPeerPersistenceBuilder EncryptRecords(this IPeerPersistenceBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddKeyedSingleton<RecordEncryption>(builder.Name);
        return builder;
    }

    /// <summary>Orders candidates in a way of the application's own, such as <see cref="OriginalScoreRanker"/>.</summary>
    public static IPeerPersistenceBuilder UseRanker(this IPeerPersistenceBuilder builder, Func<IServiceProvider, IReconnectionRanker> factory) =>
        Use(builder, factory);

    private static IPeerPersistenceBuilder Use<T>(IPeerPersistenceBuilder builder, Func<IServiceProvider, T> factory) where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.TryAddKeyedSingleton(builder.Name, (provider, _) => factory(provider));
        return builder;
    }
}
