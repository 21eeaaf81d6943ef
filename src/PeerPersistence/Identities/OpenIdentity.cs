namespace PeerPersistence;

/// <summary>An identity that is open.</summary>
/// <param name="Peers">Its service.</param>
/// <param name="Store">What holds its data, as the disk or the database sees it.</param>
/// <param name="Parts">Everything that was made for it alone, in the order in which it was made.</param>
internal sealed record OpenIdentity(IPeerPersistenceService Peers, IKeyValueStore Store, IReadOnlyList<object> Parts)
{
    public Task CloseAsync() => DisposeAsync(Parts, Parts.Count);

    /// <summary>Leaves nothing in the store, then closes.</summary>
    public async Task EraseAsync()
    {
        try
        {
            var batch = new KeyValueBatch();
            await foreach (var (key, _) in Store.ScanAsync("").ConfigureAwait(false))
                batch.Remove(key);
            await Store.CommitAsync(batch).ConfigureAwait(false);
            if (Store.Ability<IErasableStore>() is { } erasable)
                await erasable.EraseAsync().ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Disposes of the first so many parts, the last one first, whatever fails on the way.</summary>
    public static async Task DisposeAsync(IReadOnlyList<object> parts, int count)
    {
        if (count == 0)
            return;
        try
        {
            if (parts[count - 1] is IAsyncDisposable part)
                await part.DisposeAsync().ConfigureAwait(false);
            else
                (parts[count - 1] as IDisposable)?.Dispose();
        }
        finally
        {
            await DisposeAsync(parts, count - 1).ConfigureAwait(false);
        }
    }
}
