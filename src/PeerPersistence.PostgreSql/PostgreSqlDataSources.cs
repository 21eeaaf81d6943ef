using System.Collections.Concurrent;
using Npgsql;

namespace PeerPersistence;

/// <summary>A container's pools of connections: identities with the same connection string share one. Closed with the container.</summary>
internal sealed class PostgreSqlDataSources : IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _sources = new(StringComparer.Ordinal);

    public NpgsqlDataSource For(string connectionString) => _sources.GetOrAdd(connectionString, text => new(() => Create(text))).Value;

    /// <exception cref="ArgumentException">It is no connection string. What is wrong is not repeated: it may be the password.</exception>
    public static NpgsqlDataSource Create(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new(connectionString);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw new ArgumentException("Npgsql cannot read it.", nameof(connectionString));
        }

        // A data source of several hosts is asked for its primary; Npgsql refuses to be told so twice.
        settings.Remove("Target Session Attributes");
        return NpgsqlDataSource.Create(settings);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
            await source.Value.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var source in _sources.Values)
            source.Value.Dispose();
    }
}
