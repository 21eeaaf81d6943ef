using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names SQLite as the store.</summary>
public static class SqliteStoreBuilderExtensions
{
    /// <summary>Keeps peers in an SQLite database, opened at the first use. Several processes may share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; its folder is made if it is missing.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseSqliteStore<TBuilder>(this TBuilder builder, string path, SqliteStoreOptions? options = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentException("A database's path must not be empty.", nameof(path));
        options?.Validate();
        return builder.UseStore(_ => new SqliteKeyValueStore(path, options));
    }
}
