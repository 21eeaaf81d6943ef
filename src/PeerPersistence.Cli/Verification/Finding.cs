namespace PeerPersistence.Cli;

/// <summary>Something that is wrong in a store.</summary>
/// <param name="Kind">One word for scripts; the list is in the documentation.</param>
/// <param name="PeerId">Whose record it is, where it is one's.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record Finding(string Kind, string? PeerId, string Message)
{
    public static Finding DamagedBytes(long bytes) => new("damaged-bytes", null, $"{bytes} bytes of the file are damaged or left over from a torn write.");

    public static Finding LostCommits(long commits) => new("lost-commits", null, $"{commits} commits are lost.");

    public static Finding Index() => new("index", null, "The index of peers disagrees with the records.");

    public static Finding Original() =>
        new("original-key", null, "The JavaScript original's key lies in clear beside the secrets. With keys named, they are sealed anew.");

    public static Finding Record(string peerId) => new("damaged-record", peerId, $"The record of '{peerId}' cannot be read.");

    public static Finding Secret(string peerId, SecretStatus status) => status == SecretStatus.Damaged
        ? new("damaged-secret", peerId, $"The secret of '{peerId}' was changed or moved.")
        : new("sealed-secret", peerId, $"The secret of '{peerId}' does not open with the key that was named.");

    public static Finding Key(long keyId, int secrets) => new("missing-key", null, $"Key {keyId} seals {secrets} secrets and is not in the key ring.");

    public static Finding KeyRing() => new("key-ring", null, "The key ring is damaged.");
}
