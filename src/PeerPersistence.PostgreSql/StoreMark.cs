using System.Buffers.Binary;
using System.Globalization;

namespace PeerPersistence;

/// <summary>The first of a store's rows behind all keys: in which form it is kept, and which era of its writers' logs it is.</summary>
/// <remarks>A commit stands only in the era in which it was sent, and a token is understood only in its own. An era ends when a writer's
/// log is removed.</remarks>
/// <param name="Era">Chance.</param>
/// <param name="IsFirst">Whether no log has been removed since the store was empty.</param>
internal sealed record StoreMark(long Era, bool IsFirst)
{
    /// <summary>Of the form with one head for all writers.</summary>
    public const byte FormerVersion = 1;

    private const byte Version = 2;
    private const int Length = 2 + sizeof(long);

    public byte[] Write()
    {
        byte[] bytes = [Version, (byte)(IsFirst ? 0 : 1), .. new byte[sizeof(long)]];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2), Era);
        return bytes;
    }

    /// <returns><c>null</c>: it is the head of the former form.</returns>
    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">It is none.</exception>
    public static StoreMark? Read(byte[] bytes) => bytes switch
    {
        [FormerVersion, ..] => null,
        [> Version and var newer, ..] => throw new UnsupportedSchemaVersionException(
            newer.ToString(CultureInfo.InvariantCulture), Version.ToString(CultureInfo.InvariantCulture)),
        [Version, var later and (0 or 1), .. { Length: Length - 2 } era] => new(BinaryPrimitives.ReadInt64BigEndian(era), later == 0),
        _ => throw new StoreCorruptedException("The store's mark is damaged. Delete its row: then all services scan again."),
    };
}
