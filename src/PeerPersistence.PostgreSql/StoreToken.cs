using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>How far each writer had got when somebody read: in what era, and its last revision.</summary>
/// <remarks>A writer's commits follow each other, so who has seen its last one has seen all. No other order of commits is needed to
/// tell what somebody has not seen, so none is kept.</remarks>
internal sealed record StoreToken(long Era, IReadOnlyDictionary<long, long> Revisions)
{
    private const int Pair = 2 * sizeof(long);

    /// <returns><c>null</c>: it is none of ours.</returns>
    public static StoreToken? Read(string? text)
    {
        var bytes = new byte[text?.Length ?? 0];
        if (!Convert.TryFromBase64String(text ?? "", bytes, out var length) || length % Pair != sizeof(long))
            return null;
        var revisions = new Dictionary<long, long>();
        for (var at = sizeof(long); at < length; at += Pair)
            revisions[Number(at)] = Number(at + sizeof(long));
        return new(Number(0), revisions);

        long Number(int at) => BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at));
    }

    public string Write()
    {
        var bytes = new byte[sizeof(long) + (Revisions.Count * Pair)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Era);
        var at = sizeof(long);
        foreach (var (writer, revision) in Revisions.OrderBy(each => each.Key))
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), writer);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at + sizeof(long)), revision);
            at += Pair;
        }

        return Convert.ToBase64String(bytes);
    }
}
