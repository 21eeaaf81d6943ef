using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names SQLite as the store.</summary>
public static class SqliteStoreBuilderExtensions
{
    /// <summary>Keeps peers in an SQLite database, opened at the first use. Several processes may share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    public static IPeerPersistenceBuilder UseSqliteStore(
        this IPeerPersistenceBuilder builder, string path, SqliteStoreOptions? options = null)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentException("A database has a path.", nameof(path));
        options?.Validate();
        return builder.UseStore(_ => new SqliteKeyValueStore(path, options));
    }
}
