namespace PeerPersistence;

/// <summary>Keeps peers in a database of IndexedDB, opened at the first use. All tabs of a site may share it.</summary>
/// <remarks>
/// <para>A commit that returned is on the disk, unless <see cref="IndexedDbStoreOptions.Durability"/> is relaxed. Commits that wait go
/// into one transaction together. Other tabs' commits are told at once.</para>
/// <para>The browser may delete all that a site stores: see <see cref="BrowserStorage.RequestPersistenceAsync"/>. A connection that it
/// closes is opened again. If there is no browser, as while a page is prerendered, the store is empty and takes no commit.</para>
/// </remarks>
public sealed class IndexedDbKeyValueStore : DelegatingKeyValueStore, IAsyncDisposable, IDisposable
{
    /// <summary>Creates the store; the database is not touched before it is needed.</summary>
    /// <param name="database">The name of the database, not empty; the site's own.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty, or an option is out of its range.</exception>
    public IndexedDbKeyValueStore(string database, IndexedDbStoreOptions? options = null) : base(Create(database, options ?? new()))
    {
    }

    /// <summary>Closes the database, after what was accepted is written.</summary>
    public ValueTask DisposeAsync() => (Inner as IAsyncDisposable)?.DisposeAsync() ?? default;

    /// <summary>Begins to close the database. Nobody can wait in a browser.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    private static IKeyValueStore Create(string database, IndexedDbStoreOptions options)
    {
        if (string.IsNullOrEmpty(database))
            throw new ArgumentException("A database's name must not be empty.", nameof(database));
        options = options.Copy();
        options.Validate();
        if (!OperatingSystem.IsBrowser())
            return new PrerenderedStore();
        WebCryptography.UseHere();
        return new IndexedDbStore(database, options);
    }
}
