namespace PeerPersistence.Testing;

/// <summary>Closes a store in whichever way it offers.</summary>
internal static class StoreLifetime
{
    public static async ValueTask DisposeAsync(IKeyValueStore store)
    {
        if (store is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        else if (store is IDisposable disposable)
            disposable.Dispose();
    }
}
