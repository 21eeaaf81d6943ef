using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names PostgreSQL as the store.</summary>
public static class PostgreSqlStoreBuilderExtensions
{
    /// <summary>
    /// Keeps peers in PostgreSQL, connected to at the first use. Identities with the same connection string share one pool.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As Npgsql takes it. Of several hosts the primary is taken.</param>
    /// <param name="storeName">Tells the stores of a table apart; <c>null</c>: <c>identity-</c> and the identity's name, <c>default</c> for
    /// the unkeyed one.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UsePostgreSqlStore<TBuilder>(
        this TBuilder builder, string connectionString, string? storeName = null, PostgreSqlStoreOptions? options = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        using (PostgreSqlDataSources.Create(connectionString))
            builder.Services.TryAddSingleton<PostgreSqlDataSources>();
        return Use(builder, services => services.GetRequiredService<PostgreSqlDataSources>().For(connectionString), storeName, options);
    }

    /// <summary>Keeps peers in PostgreSQL, on a data source of the application's own, which stays its owner's.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Many identities may share one. Of several hosts the primary is taken.</param>
    /// <param name="storeName">Tells the stores of a table apart; <c>null</c>: <c>identity-</c> and the identity's name, <c>default</c> for
    /// the unkeyed one.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UsePostgreSqlStore<TBuilder>(
        this TBuilder builder, NpgsqlDataSource dataSource, string? storeName = null, PostgreSqlStoreOptions? options = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(builder, _ => dataSource, storeName, options);
    }

    /// <summary>
    /// Keeps every identity in a store of its own, connected to at the first use: <c>identity-</c> and its name. All share one pool.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As Npgsql takes it. Of several hosts the primary is taken.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UsePostgreSqlStores(
        this IPeerPersistenceFactoryBuilder builder, string connectionString, PostgreSqlStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using (PostgreSqlDataSources.Create(connectionString))
            builder.Services.TryAddSingleton<PostgreSqlDataSources>();
        return Use(builder, services => services.GetRequiredService<PostgreSqlDataSources>().For(connectionString), options);
    }

    /// <summary>
    /// Keeps every identity in a store of its own, <c>identity-</c> and its name, on a data source of the application's, which stays its
    /// owner's.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">All identities share it. Of several hosts the primary is taken.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder UsePostgreSqlStores(
        this IPeerPersistenceFactoryBuilder builder, NpgsqlDataSource dataSource, PostgreSqlStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(builder, _ => dataSource, options);
    }

    private static IPeerPersistenceFactoryBuilder Use(
        IPeerPersistenceFactoryBuilder builder, Func<IServiceProvider, NpgsqlDataSource> source, PostgreSqlStoreOptions? options)
    {
        options ??= new();
        options.Validate();
        return builder.UseStores((services, identity) => new PostgreSqlKeyValueStore(source(services), StoreName.Of(identity), options));
    }

    private static TBuilder Use<TBuilder>(
        TBuilder builder, Func<IServiceProvider, NpgsqlDataSource> source, string? storeName, PostgreSqlStoreOptions? options)
        where TBuilder : IPeerPersistenceBuilder
    {
        options ??= new();
        options.Validate();
        storeName ??= StoreName.Of(builder.Name);
        StoreName.Check(storeName);
        return builder.UseStore(services => new PostgreSqlKeyValueStore(source(services), storeName, options));
    }
}
