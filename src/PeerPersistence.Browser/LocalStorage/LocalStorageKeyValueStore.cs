namespace PeerPersistence;

/// <summary>Keeps peers in localStorage, in the layout of the JavaScript original, opened at the first use.</summary>
/// <remarks>
/// <para>One tab at a time has it, from its opening to its end: browsers keep a copy of localStorage in each process, and spread what
/// one writes later, so that two tabs would overwrite each other under any lock. A second tab's opening is a
/// <see cref="StoreLockedException"/>. A tab of the original obeys no lock.</para>
/// <para>What was committed survives a closed or crashed tab. What was written in the last seconds before the browser or the machine
/// dies may be missing. <see cref="IndexedDbKeyValueStore"/> has neither limit.</para>
/// <para>If there is no browser, as while a page is prerendered, the store is empty and takes no commit.</para>
/// </remarks>
public sealed class LocalStorageKeyValueStore : DelegatingKeyValueStore, IAsyncDisposable, IDisposable
{
    /// <summary>Creates the store; localStorage is not touched before it is needed.</summary>
    /// <param name="area">What stands before each key; empty, the default: nothing, which is the original's layout.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LocalStorageKeyValueStore(string area = "", LocalStorageStoreOptions? options = null) : base(Create(area, options ?? new()))
    {
    }

    /// <summary>Lets another tab have it.</summary>
    public ValueTask DisposeAsync() => (Inner as IAsyncDisposable)?.DisposeAsync() ?? default;

    /// <summary>Begins to let go. Nobody can wait in a browser.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    private static IKeyValueStore Create(string area, LocalStorageStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(area);
        options.Validate();
        if (!OperatingSystem.IsBrowser())
            return new PrerenderedStore();
        WebCryptography.UseHere();
        return new LocalStorageStore(area, options.LockTimeout);
    }
}
