using System.Globalization;

namespace PeerPersistence.Testing;

/// <summary>One run of one case: its places, the stores it opened, the tidying up.</summary>
internal sealed class CaseRun(StoreUnderTest subject, string id, CancellationToken cancellationToken) : IAsyncDisposable
{
    private static int s_places;

    private readonly string _place = NewPlace(id);
    private readonly string _elsewhere = NewPlace(id);
    private readonly List<IKeyValueStore> _open = [];

    public CancellationToken CancellationToken => cancellationToken;

    public StoreUnderTest Subject => subject;

    public bool Can(StoreCapabilities capability) => (subject.Capabilities & capability) != StoreCapabilities.None;

    public Task<IKeyValueStore> OpenAsync() => KeptAsync(subject.OpenAsync(_place, cancellationToken));

    public Task<IKeyValueStore> OpenElsewhereAsync() => KeptAsync(subject.OpenAsync(_elsewhere, cancellationToken));

    public Task<IKeyValueStore> OpenSmallAsync() => KeptAsync(subject.OpenSmallAsync(_place, cancellationToken));

    public Task<IKeyValueStore> OpenReadOnlyAsync() => KeptAsync(subject.OpenReadOnlyAsync(_place, cancellationToken));

    public async Task<IKeyValueStore> ReopenAsync(IKeyValueStore store)
    {
        await CloseAsync(store).ConfigureAwait(false);
        return await OpenAsync().ConfigureAwait(false);
    }

    public async Task CloseAsync(IKeyValueStore store)
    {
        lock (_open)
            _open.Remove(store);
        await StoreLifetime.DisposeAsync(store).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await StoreLifetime.DisposeAsync(store).ConfigureAwait(false);
        await subject.DeleteAsync(_place).ConfigureAwait(false);
        await subject.DeleteAsync(_elsewhere).ConfigureAwait(false);
    }

    private static string NewPlace(string id) =>
        string.Format(CultureInfo.InvariantCulture, "{0}-{1}", id, Interlocked.Increment(ref s_places));

    private async Task<IKeyValueStore> KeptAsync(ValueTask<IKeyValueStore> opening)
    {
        var store = await opening.ConfigureAwait(false);
        lock (_open)
            _open.Add(store);
        return store;
    }
}
