namespace PeerPersistence;

/// <summary>The keys that seal the shared secrets.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerKeys
{
    /// <summary>How well the master key is protected that wraps the keys of the secrets.</summary>
    KeyStrength KeyStrength { get; }

    /// <summary>Counts how many stored secrets each key seals, by key id; destroyed keys included.</summary>
    /// <remarks>Counted by reading every record, without the master key. Records that cannot be read are not counted.</remarks>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys; none if no secret was ever stored.</returns>
    /// <exception cref="SecretUnavailableException">The key ring is damaged.</exception>
    Task<IReadOnlyList<KeyUsage>> GetKeyUsageAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a new key, seals every secret again under it, and destroys old keys that nothing needs any more.</summary>
    /// <remarks>Secrets stay readable throughout. If it is stopped half-way, nothing is lost, and the next rotation goes on. If whole
    /// records are encrypted, they and their names get a new key first: <see cref="EncryptedKeyValueStore.RotateKeysAsync"/>.</remarks>
    /// <example>
    /// <!-- snippet: key-operations -->
    /// <code>
    /// await peers.RotateKeysAsync();                                      // a new key; old ones go when nothing needs them
    /// foreach (var key in await peers.GetKeyUsageAsync())
    ///     Console.WriteLine($"key {key.KeyId}: {key.State}, {key.Secrets} secrets");   // what still depends on which key
    /// await peers.ChangeMasterKeyAsync(new PassphraseProvider(() => newPassphrase));   // the old one opens nothing any more
    /// </code>
    /// </example>
    /// <param name="progress">Is told after every peer.</param>
    /// <param name="cancellationToken">Stops between two peers.</param>
    /// <returns>How many secrets were sealed again; 0 if there are none.</returns>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong; nothing was changed.</exception>
    Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Seals everything again under a new key that only another master key opens, such as a new passphrase.</summary>
    /// <remarks>The first commit makes the new key and wraps every old one by the new master key. Then each secret is sealed again, old
    /// keys that nothing needs are destroyed, and the store is compacted, so that the old master key opens nothing in it any more. A copy
    /// of the store that was made before stays open to it. Where whole records are encrypted, they follow in commits of their own; until
    /// then the present master key still opens the store. If it is stopped, nothing is lost: repeat the change.</remarks>
    /// <param name="keys">Asked from now on. Other services on the same store need it too.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>What was done, and whether the store could get rid of the old keys' bytes.</returns>
    /// <exception cref="SecretUnavailableException">The present or the new master key cannot be had; nothing was changed.</exception>
    Task<MasterKeyChange> ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default);

    /// <summary>Begins with a new key if the master key is lost for good: all secrets are forgotten, all peers stay.</summary>
    /// <remarks>
    /// <para>The shared secrets are lost. A peer that was a friend by its secret alone counts as a stranger then. Names, keys,
    /// addresses, pins and all that was learnt of the peers stay. It is one commit. A backup with its passphrase brings the secrets
    /// back.</para>
    /// <para>Ask the user first: nobody else can tell a lost key from one that is not at hand today, such as a locked keychain.
    /// If whole records are encrypted, nothing can be read without the key, so there is nothing to keep.</para>
    /// </remarks>
    /// <param name="evenIfReadable">Whether to forget the secrets also if the present key opens them.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>How many secrets were forgotten; 0 if there is no key and no secret; nothing is done then.</returns>
    /// <exception cref="InvalidOperationException">The present key opens the secrets, and <paramref name="evenIfReadable"/> was not
    /// given.</exception>
    /// <exception cref="SecretUnavailableException">The master key of this service wraps no new key either; nothing was
    /// changed.</exception>
    Task<int> StartOverWithNewKeyAsync(bool evenIfReadable = false, CancellationToken cancellationToken = default);
}
