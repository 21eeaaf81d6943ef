namespace PeerPersistence.Testing;

/// <summary>A kind of store behind a layer that passes everything on: it keeps every promise, and loses no ability.</summary>
/// <param name="inner">The kind of store.</param>
public sealed class LayeredUnderTest(StoreUnderTest inner) : StoreUnderTest
{
    /// <inheritdoc/>
    public override string Name { get; } = $"{inner?.Name} behind a layer";

    /// <inheritdoc/>
    public override StoreCapabilities Capabilities => inner.Capabilities;

    /// <inheritdoc/>
    public override TimeSpan TimeLimit => inner.TimeLimit;

    /// <inheritdoc/>
    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        new Layer(await inner.OpenAsync(place, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async ValueTask<IKeyValueStore> OpenSmallAsync(string place, CancellationToken cancellationToken = default) =>
        new Layer(await inner.OpenSmallAsync(place, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async ValueTask<IKeyValueStore> OpenReadOnlyAsync(string place, CancellationToken cancellationToken = default) =>
        new Layer(await inner.OpenReadOnlyAsync(place, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override ValueTask DeleteAsync(string place) => inner.DeleteAsync(place);

    private sealed class Layer(IKeyValueStore inner) : DelegatingKeyValueStore(inner), IAsyncDisposable
    {
        public ValueTask DisposeAsync() => StoreLifetime.DisposeAsync(Inner);
    }
}
