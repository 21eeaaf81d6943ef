namespace PeerPersistence;

/// <summary>Where peers are kept: keys to bytes, with commits that are all or nothing.</summary>
/// <remarks>
/// <para>The contract, sentence by sentence:</para>
/// <list type="bullet">
/// <item>Keys are ordinal strings: two keys are the same only when every UTF-16 unit is. Values are bytes, possibly none.</item>
/// <item>A key holds its last committed value until that key is set or removed again. A removed key is absent.</item>
/// <item>A commit is applied entirely or not at all, for every reader and after every crash.</item>
/// <item>A commit whose expectations do not all hold at its instant returns <c>false</c> and has written nothing.</item>
/// <item>A commit that returned <c>true</c> is durable, as the store's own documentation defines durable,
/// and visible to every read that starts afterwards.</item>
/// <item>Commits happen one after the other, in one order for everybody.</item>
/// <item>Bytes that were returned never change, whatever is committed later; a batch was copied before.</item>
/// <item>All calls may be made from many threads at once.</item>
/// <item>A call cancelled before the commit point leaves nothing behind; after it the commit stands.</item>
/// <item>No room is a <see cref="StoreFullException"/>; the store goes on reading.</item>
/// </list>
/// <para>A store that can tell what changed implements <see cref="IChangeTrackingStore"/> as well.</para>
/// </remarks>
public interface IKeyValueStore
{
    /// <summary>Reads one value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The bytes last committed, or <c>null</c> if the key is absent.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read.</exception>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Reads every key that begins with <paramref name="prefix"/>, in ordinal order.</summary>
    /// <remarks>What is returned is the state at one instant, between the call and its first result.</remarks>
    /// <param name="prefix">Compared ordinally; empty for everything.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <returns>The entries, in ordinal order of their keys.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read.</exception>
    IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Writes a batch, all or nothing.</summary>
    /// <param name="batch">Sets, removals and expectations. A batch without changes only checks its expectations.</param>
    /// <param name="cancellationToken">Before the commit point: nothing is written. After it the commit stands.</param>
    /// <returns><c>false</c> if an expectation did not hold: nothing was written.</returns>
    /// <exception cref="StoreFullException">There is no room; nothing was written.</exception>
    ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default);
}
