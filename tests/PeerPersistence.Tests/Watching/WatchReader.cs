namespace PeerPersistence.Tests.Watching;

/// <summary>Reads a watch change by change; it has begun when this is made.</summary>
internal sealed class WatchReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly IAsyncEnumerator<PeerChange> _changes;
    private Task<bool> _next;

    public WatchReader(IPeerWatching service, PeerAspects aspects = PeerAspects.Default)
    {
        _changes = service.WatchAsync(aspects, _end.Token).GetAsyncEnumerator();
        _next = _changes.MoveNextAsync().AsTask();
    }

    /// <summary>Whether there is a change that was not read yet.</summary>
    public bool HasNext => _next.IsCompleted;

    /// <summary>The next change, as text: kind, id, and both display names.</summary>
    public async Task<string> NextAsync()
    {
        var change = await ReadAsync();
        Resume();
        return $"{change.Kind} {change.PeerId}: {change.Old?.DisplayName ?? "-"} > {change.New?.DisplayName ?? "-"}";
    }

    /// <summary>The next change; the watch stands still until <see cref="Resume"/>.</summary>
    public async Task<PeerChange> ReadAsync()
    {
        (await _next.WaitAsync(TimeSpan.FromMinutes(5))).Should().BeTrue("a watch does not end by itself");
        return _changes.Current;
    }

    public void Resume() => _next = _changes.MoveNextAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _changes.DisposeAsync();
        _end.Dispose();
    }
}
