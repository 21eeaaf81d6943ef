namespace PeerPersistence;

/// <summary>The optional ability of a store to survive damage: it tells what it found, and keeps bytes that it could not read.</summary>
public interface IRecoveringStore : IKeyValueStore
{
    /// <summary>What was found when the store was opened; <c>null</c> as long as it is not open.</summary>
    StoreRecoveryReport? Recovery { get; }

    /// <summary>Deletes the damaged bytes that were set aside, by this opening or an earlier one. The data stays.</summary>
    /// <remarks>The service uses it after it cleared everything: after a logout nothing must be left on the disk.</remarks>
    /// <param name="cancellationToken">Gives up before it is begun.</param>
    /// <returns>A task that ends when they are deleted.</returns>
    /// <exception cref="PeerPersistenceException">They could not be deleted.</exception>
    Task DeleteDamagedBytesAsync(CancellationToken cancellationToken = default);
}
