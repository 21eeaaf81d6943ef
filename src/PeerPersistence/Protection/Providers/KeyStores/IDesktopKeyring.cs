namespace PeerPersistence;

/// <summary>The items of a key in a desktop's keyring. Calls block, where a person is asked until the answer.</summary>
/// <remarks>Trouble is a <see cref="SecretUnavailableException"/>.</remarks>
internal interface IDesktopKeyring
{
    /// <summary>Reads what is kept, the oldest first.</summary>
    /// <param name="mayAsk">Whether the user may be asked to unlock it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    KeyringItems Find(bool mayAsk, CancellationToken cancellationToken);

    /// <summary>Whether there is a keyring that takes items and is not locked.</summary>
    bool TakesWithoutAsking(CancellationToken cancellationToken);

    /// <summary>Adds an item beside those that are there.</summary>
    /// <returns><c>false</c>: the user declined.</returns>
    bool Add(ReadOnlySpan<byte> value, CancellationToken cancellationToken);
}

/// <summary>What was found in a keyring.</summary>
/// <param name="Values">What could be read; an empty one is none of ours.</param>
/// <param name="IsLocked">Whether there is more, which is locked.</param>
internal sealed record KeyringItems(IReadOnlyList<byte[]> Values, bool IsLocked)
{
    public override string ToString() => nameof(KeyringItems);
}
