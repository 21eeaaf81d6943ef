using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names what every identity has for itself. The last one named counts.</summary>
public static class PeerPersistenceFactoryBuilderExtensions
{
    /// <summary>Gives every identity a store of the application's own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">
    /// Makes an identity's store: one that no other identity shares, and the same data every time. What it returns is disposed of when
    /// the identity is closed. It should not block: a store that takes long to open does so at its first call.
    /// </param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UseStores(
        this IPeerPersistenceFactoryBuilder builder, Func<IServiceProvider, string, IKeyValueStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Use(builder, provider => new IdentityStores(identity => create(provider, identity)));
    }

    /// <summary>Keeps every identity in memory, until the process ends.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UseInMemoryStores(this IPeerPersistenceFactoryBuilder builder) => Use(builder, _ =>
    {
        var stores = new ConcurrentDictionary<string, InMemoryKeyValueStore>(StringComparer.Ordinal);
        return new IdentityStores(identity => stores.GetOrAdd(identity, _ => new()));
    });

    /// <summary>Keeps every identity in a file of its own: <c>{folder}/{identity}.peers</c>, and an empty <c>.lock</c> beside it.</summary>
    /// <remarks>
    /// Small letters, digits, hyphens and underscores stand in the file's name as they are, everything else as <c>%</c> and two digits.
    /// Removing an identity deletes its file; the <c>.lock</c> stays.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder; it is made if it is missing.</param>
    /// <param name="options">How each file is written; <c>null</c>: the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UseFileStores(
        this IPeerPersistenceFactoryBuilder builder, string folder, FileStoreOptions? options = null)
    {
        if (string.IsNullOrEmpty(folder))
            throw new ArgumentException("A folder's path must not be empty.", nameof(folder));
        return Use(builder, provider => IdentityStores.InFolder(provider, folder, options ?? new()));
    }

    /// <summary>Wraps every identity's keys under a master key of its own, such as a passphrase that its user has.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes an identity's provider. What it returns is disposed of when the identity is closed.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UseMasterKeys(
        this IPeerPersistenceFactoryBuilder builder, Func<IServiceProvider, string, IMasterKeyProvider> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Use(builder, provider => new IdentityKeys(identity => create(provider, identity)));
    }

    /// <summary>Changes options from identity to identity, at every opening; several such changes follow each other.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Gets the identity and a copy of everybody's options.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder ConfigureIdentities(
        this IPeerPersistenceFactoryBuilder builder, Action<IServiceProvider, string, PeerPersistenceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddKeyedSingleton(
            builder.Name, (provider, _) => new IdentityOptions((identity, options) => configure(provider, identity, options)));
        return builder;
    }

    /// <summary>Orders every identity's candidates with a ranker that the container knows, or else makes of what it knows.</summary>
    /// <typeparam name="TRanker">The ranker.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UseRanker<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] TRanker>(
        this IPeerPersistenceFactoryBuilder builder) where TRanker : class, IReconnectionRanker =>
        builder.UseRanker(ActivatorUtilities.GetServiceOrCreateInstance<TRanker>);

    private static IPeerPersistenceFactoryBuilder Use<T>(
        IPeerPersistenceFactoryBuilder builder, Func<IServiceProvider, T> create) where T : class
    {
        NamedPart.Name(builder, create);
        return builder;
    }
}
