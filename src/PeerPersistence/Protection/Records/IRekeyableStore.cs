namespace PeerPersistence;

/// <summary>The optional ability of a store that encrypts to change its keys.</summary>
/// <remarks>
/// A service that rotates keys, or changes the master key, does the same to its store. If a layer hides this ability of the store inside
/// it, the service refuses: the records would go on needing a key that its owner believes replaced.
/// </remarks>
public interface IRekeyableStore : IKeyValueStore
{
    /// <summary>Makes a new key and seals every record again under it.</summary>
    /// <param name="cancellationToken">Stops; nothing is lost, and the next rotation goes on.</param>
    /// <returns>How many records were sealed again.</returns>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong; nothing was changed.</exception>
    Task<int> RotateKeysAsync(CancellationToken cancellationToken = default);

    /// <summary>Wraps the keys of this store by another master key: another provider, or the same with another passphrase.</summary>
    /// <remarks>If it was stopped, repeat it with the same provider. A call that has nothing left to do changes nothing.</remarks>
    /// <param name="keys">The new provider.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when the new master key wraps the keys.</returns>
    /// <exception cref="SecretUnavailableException">One of the two master keys cannot be had; nothing was changed.</exception>
    Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default);
}
