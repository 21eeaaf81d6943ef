using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names IndexedDB as the store.</summary>
public static class IndexedDbBuilderExtensions
{
    /// <summary>Keeps peers in IndexedDB, opened at the first use, and seals secrets by WebCrypto. All tabs may share it.</summary>
    /// <remarks>Where no master key is named, it is a <see cref="WebCryptoKeyProvider"/>.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="database">The name of the database; <c>null</c>: one of its own for each of the site's services.</param>
    /// <param name="configure">Sets how it is opened and written.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The name is empty, or an option is out of its range.</exception>
    public static TBuilder UseIndexedDb<TBuilder>(
        this TBuilder builder, string? database = null, Action<IndexedDbStoreOptions>? configure = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (database is { Length: 0 })
            throw new ArgumentException("A database's name must not be empty.", nameof(database));
        var options = new IndexedDbStoreOptions();
        configure?.Invoke(options);
        options.Validate();
        return builder.UseWebCrypto().UseStore(provider => Create(provider, builder.Name, database, options.Copy()));
    }

    /// <inheritdoc cref="UseIndexedDb{TBuilder}(TBuilder, string?, Action{IndexedDbStoreOptions}?)"/>
    public static TBuilder UseIndexedDb<TBuilder>(this TBuilder builder, Action<IndexedDbStoreOptions> configure)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseIndexedDb(null, configure);
    }

    /// <summary>Keeps every identity in a database of its own, and seals secrets by WebCrypto.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UseIndexedDbStores(this IPeerPersistenceFactoryBuilder builder) =>
        builder.UseWebCrypto().UseStores((_, identity) => new IndexedDbKeyValueStore(Database("of-" + identity)));

    private static IndexedDbKeyValueStore Create(IServiceProvider provider, string name, string? database, IndexedDbStoreOptions options)
    {
        options.LocalStoragePrefix ??= provider.GetRequiredService<IOptionsMonitor<PeerPersistenceOptions>>().Get(name).KeyPrefix;
        options.Logger = provider.GetService<ILogger<IndexedDbKeyValueStore>>() ?? options.Logger;
        return new(database ?? Database(name.Length == 0 ? "default" : "identity-" + name), options);
    }

    private static string Database(string name) => "peer-persistence/" + name;
}
