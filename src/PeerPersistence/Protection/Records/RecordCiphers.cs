namespace PeerPersistence;

/// <summary>The keys of an encrypted store for the length of one operation, oldest first: one, unless a rotation is under way.</summary>
/// <remarks>
/// A record lies under the name and the key it was last written with. It only ever moves to a newer key, in one commit, so
/// whoever looks for the oldest name first misses none that moves meanwhile.
/// </remarks>
internal sealed class RecordCiphers(IReadOnlyList<RecordCipher> oldestFirst) : IDisposable
{
    public IReadOnlyList<RecordCipher> OldestFirst => oldestFirst;

    /// <summary>What everything is written with.</summary>
    public RecordCipher Active => oldestFirst[^1];

    /// <summary>The ring that they are of.</summary>
    public LoadedRing Ring => Active.DataKey.Ring;

    /// <summary>Those that a rotation has yet to free of records.</summary>
    public IEnumerable<RecordCipher> Retired => oldestFirst.Take(oldestFirst.Count - 1);

    /// <summary>The key for an inner store's key, and what it was hidden with; <c>null</c> where that is none of this store's.</summary>
    public (string Key, RecordCipher Cipher)? Reveal(string innerKey)
    {
        foreach (var cipher in oldestFirst)
        {
            if (cipher.Reveal(innerKey) is { } key)
                return (key, cipher);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var cipher in oldestFirst)
            cipher.Dispose();
    }
}
