using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names the parts: the store, the master key, the order of candidates.</summary>
/// <remarks>
/// The last one named counts, and a log line tells of it: a test host names <see cref="UseInMemoryStore"/> after the application has
/// named its own. Where none is named, an <see cref="IKeyValueStore"/> (of the unkeyed service), an <see cref="IMasterKeyProvider"/> or
/// an <see cref="IReconnectionRanker"/> that is registered is taken.
/// </remarks>
public static class PeerPersistenceBuilderExtensions
{
    /// <summary>Keeps peers in a store of the application's own. The container disposes of what the factory returns.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes it. What it returns is the container's to dispose of.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseStore<TBuilder>(this TBuilder builder, Func<IServiceProvider, IKeyValueStore> factory)
        where TBuilder : IPeerPersistenceBuilder
    {
        NamedPart.Name(builder, factory);
        return builder;
    }

    /// <summary>Keeps peers in a store that stays its owner's to dispose.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store. It stays its owner's to dispose of.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseStore<TBuilder>(this TBuilder builder, IKeyValueStore store) where TBuilder : IPeerPersistenceBuilder
    {
        NamedPart.NameInstance(builder, store);
        return builder;
    }

    /// <summary>Keeps peers in memory, until the process ends.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseInMemoryStore<TBuilder>(this TBuilder builder) where TBuilder : IPeerPersistenceBuilder =>
        builder.UseStore(_ => new InMemoryKeyValueStore());

    /// <summary>Wraps the data keys in a way of the application's own. The container disposes of what the factory returns.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes it. What it returns is the container's to dispose of.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseMasterKey<TBuilder>(this TBuilder builder, Func<IServiceProvider, IMasterKeyProvider> factory)
        where TBuilder : IPeerPersistenceBuilder
    {
        NamedPart.Name(builder, factory);
        return builder;
    }

    /// <summary>Wraps the data keys with a provider that stays its owner's to dispose.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="keys">The provider. It stays its owner's to dispose of.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseMasterKey<TBuilder>(this TBuilder builder, IMasterKeyProvider keys) where TBuilder : IPeerPersistenceBuilder
    {
        NamedPart.NameInstance(builder, keys);
        return builder;
    }

    /// <summary>Wraps the data keys under a passphrase; see <see cref="PassphraseProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="passphrase">Asked when the passphrase is first needed.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UsePassphrase<TBuilder>(this TBuilder builder, Func<string> passphrase) where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return builder.UseMasterKey(_ => new PassphraseProvider(passphrase));
    }

    /// <summary>Wraps the data keys under a passphrase that a service knows; see <see cref="PassphraseProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="passphrase">Asked when the passphrase is first needed.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UsePassphrase<TBuilder>(this TBuilder builder, Func<IServiceProvider, string> passphrase)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return builder.UseMasterKey(provider => new PassphraseProvider(() => passphrase(provider)));
    }

    /// <summary>Wraps the data keys under a key file; see <see cref="KeyFileProvider"/>. Keep it apart from the data.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseKeyFile<TBuilder>(this TBuilder builder, string path) where TBuilder : IPeerPersistenceBuilder =>
        builder.UseKeyFile(path, allowSharedFile: false);

    /// <summary>Wraps the data keys under a key file; see <see cref="KeyFileProvider"/>. Keep it apart from the data.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file.</param>
    /// <param name="allowSharedFile">Whether it may be another user's, or such that others may write to it.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseKeyFile<TBuilder>(this TBuilder builder, string path, bool allowSharedFile)
        where TBuilder : IPeerPersistenceBuilder => builder.UseMasterKey(_ => new KeyFileProvider(path, allowSharedFile));

    /// <summary>
    /// Encrypts whole records, names of keys included, so that a stolen store tells only sizes and counts; see
    /// <see cref="EncryptedKeyValueStore"/>.
    /// </summary>
    /// <remarks>Decide this before the first use: a store that holds records in clear is not converted.</remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder EncryptRecords<TBuilder>(this TBuilder builder) where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = builder.Name;
        builder.Services.TryAddKeyedSingleton(name, new RecordEncryption((store, keys) => EncryptedKeyValueStore.Create(store, keys)));

        // The container's own, so that it clears the keys.
        builder.Services.TryAddKeyedSingleton(name, (provider, _) => EncryptedKeyValueStore.Create(
            PeerPersistenceServiceCollectionExtensions.StoreOf(provider, name),
            PeerPersistenceServiceCollectionExtensions.KeysOf(provider, name)));
        return builder;
    }

    /// <summary>Orders candidates by a ranker of the application's own instead of <see cref="PresenceRanker"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes it. What it returns is the container's to dispose of.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseRanker<TBuilder>(this TBuilder builder, Func<IServiceProvider, IReconnectionRanker> factory)
        where TBuilder : IPeerPersistenceBuilder
    {
        NamedPart.Name(builder, factory);
        return builder;
    }

    /// <summary>Orders candidates with a ranker that stays its owner's to dispose.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="ranker">The ranker. It stays its owner's to dispose of.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseRanker<TBuilder>(this TBuilder builder, IReconnectionRanker ranker) where TBuilder : IPeerPersistenceBuilder
    {
        NamedPart.NameInstance(builder, ranker);
        return builder;
    }

    /// <summary>Orders candidates with a ranker that the container knows, or else makes of what it knows.</summary>
    /// <typeparam name="TRanker">The ranker.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceBuilder UseRanker<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] TRanker>(
        this IPeerPersistenceBuilder builder) where TRanker : class, IReconnectionRanker =>
        builder.UseRanker(ActivatorUtilities.GetServiceOrCreateInstance<TRanker>);
}
