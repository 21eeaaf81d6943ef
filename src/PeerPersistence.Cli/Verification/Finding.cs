using System.Text.Json.Serialization;

namespace PeerPersistence.Cli;

/// <summary>Something that is wrong in a store.</summary>
/// <param name="Kind">One word for scripts; the list is in the documentation.</param>
/// <param name="PeerId">Whose record it is, where it is one's.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record Finding(string Kind, string? PeerId, string Message)
{
    private const string Lost = "lost-commits";

    /// <summary>Nothing mends it: once it is taken note of it is not found again.</summary>
    [JsonIgnore]
    public bool IsLoss => Kind == Lost;

    public static Finding DamagedBytes(long bytes) =>
        new("damaged-bytes", null, $"Bytes of the file that are damaged or left over from a torn write: {bytes}.");

    public static Finding LostCommits(long commits) => new(Lost, null, $"Commits that are lost: {commits}.");

    public static Finding UnfinishedCopy() =>
        new("unfinished-copy", null, "A migration into this store did not come to its end: run it again.");

    public static Finding Index() => new("index", null, "The index of peers disagrees with the records.");

    public static Finding Original() =>
        new("original-key", null, "The JavaScript original's key lies in clear beside the secrets. With keys named, they are sealed anew.");

    public static Finding Record(string peerId) => new("damaged-record", peerId, $"The record of '{peerId}' cannot be read.");

    public static Finding Parts(string peerId, IEnumerable<string> names) => new(
        "set-aside", peerId, $"Parts of the record of '{peerId}' cannot be read, and are kept as they are: {string.Join(", ", names)}.");

    public static Finding Secret(string peerId, SecretStatus status) => status switch
    {
        SecretStatus.Damaged => new("damaged-secret", peerId, $"The secret of '{peerId}' was changed or moved."),
        SecretStatus.NewerVersion => new("newer-secret", peerId, $"A newer version of this library sealed the secret of '{peerId}'."),
        _ => new("sealed-secret", peerId, $"The secret of '{peerId}' does not open with the key that was named."),
    };

    public static Finding Key(long keyId, int secrets) =>
        new("missing-key", null, $"Key {keyId} seals {Counted.Of(secrets, "secret")} and is not in the key ring.");

    public static Finding KeyRing() => new("key-ring", null, "The key ring is damaged.");
}
