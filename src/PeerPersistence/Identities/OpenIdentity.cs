namespace PeerPersistence;

/// <summary>An identity that is open.</summary>
/// <param name="core">Its service, opened.</param>
/// <param name="store">What holds its data, as the disk or the database sees it.</param>
/// <param name="parts">Everything that was made for it alone, in the order in which it was made.</param>
internal sealed class OpenIdentity(ServiceCore core, IKeyValueStore store, IReadOnlyList<object> parts)
{
    public ServiceCore Core => core;

    public Task CloseAsync() => DisposeAsync(parts, parts.Count);

    /// <summary>Leaves nothing in the store, then closes.</summary>
    public async Task EraseAsync()
    {
        try
        {
            var batch = new KeyValueBatch();
            await foreach (var (key, _) in store.ScanAsync("").ConfigureAwait(false))
                batch.Remove(key);
            await store.CommitAsync(batch).ConfigureAwait(false);
            if (store.Ability<IErasableStore>() is { } erasable)
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
