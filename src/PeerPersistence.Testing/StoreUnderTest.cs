namespace PeerPersistence.Testing;

/// <summary>A kind of store as the kit sees it: a name, what it can do, how it is opened.</summary>
/// <remarks>
/// Every case works in a place of its own: a file, a database, a prefix, whatever the store keeps its data in. The kit
/// invents the name of the place, opens stores on it, disposes of each one it opened, and has the place deleted.
/// </remarks>
public abstract class StoreUnderTest
{
    /// <summary>The name of the store in messages.</summary>
    public abstract string Name { get; }

    /// <summary>What the store can do. Cases that need more do not apply to it.</summary>
    public abstract StoreCapabilities Capabilities { get; }

    /// <summary>How long one case may take before it counts as failed. The default is one minute.</summary>
    public virtual TimeSpan TimeLimit => TimeSpan.FromMinutes(1);

    /// <summary>Opens a store on a place. A place that is named for the first time is empty.</summary>
    /// <param name="place">Lower-case letters, digits and hyphens; never used before by another case.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The store, open.</returns>
    /// <exception cref="PeerPersistenceException">The place cannot be opened.</exception>
    public abstract ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a store that has room for 64 KiB of values, and for 4 MiB at most. Needed for <see cref="StoreCapabilities.LimitedRoom"/>.
    /// </summary>
    /// <param name="place">As in <see cref="OpenAsync"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The store, open.</returns>
    /// <exception cref="NotSupportedException">The default: stores of this kind have all the room there is.</exception>
    public virtual ValueTask<IKeyValueStore> OpenSmallAsync(string place, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(
            $"'{Name}' declares {StoreCapabilities.LimitedRoom} and does not override {nameof(OpenSmallAsync)}.");

    /// <summary>Opens a store on a place for looking only. Needed for <see cref="StoreCapabilities.ReadOnly"/>.</summary>
    /// <param name="place">As in <see cref="OpenAsync"/>. It holds something, and nobody has it open.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The store, open.</returns>
    /// <exception cref="NotSupportedException">The default.</exception>
    public virtual ValueTask<IKeyValueStore> OpenReadOnlyAsync(string place, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(
            $"'{Name}' declares {StoreCapabilities.ReadOnly} and does not override {nameof(OpenReadOnlyAsync)}.");

    /// <summary>Deletes a place after its case; every store on it is closed. By default nothing is left to delete.</summary>
    /// <param name="place">As in <see cref="OpenAsync"/>.</param>
    /// <returns>A task that ends when the place is deleted.</returns>
    public virtual ValueTask DeleteAsync(string place) => default;

    /// <summary>The <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;
}
