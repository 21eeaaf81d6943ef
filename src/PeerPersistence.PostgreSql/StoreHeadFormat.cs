using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PeerPersistence;

/// <summary>
/// A head as bytes that the server can go on writing: <see cref="PostgreSqlSchema.TakeTurn"/> knows all places and lengths.
/// </summary>
/// <remarks>
/// A version, the number of writers; a place for each: its id, its last revision; then commits, the latest first: the revision, the
/// number of keys, each with its length before it. Revisions are decimal, the form in which every server can count. The server cuts
/// the log off where it has no more room: a commit that is not whole is none.
/// </remarks>
internal static class StoreHeadFormat
{
    /// <summary>Of a revision.</summary>
    public const int Digits = 19;

    /// <summary>Of the version and the number of writers.</summary>
    public const int PrefixLength = 2;

    /// <summary>Of a writer's place.</summary>
    public const int SeatLength = sizeof(long) + Digits;

    private const byte Version = 1;
    private const int MostLogBytes = 1024; // With the writers below 2 KB, beyond which PostgreSQL moves a value out of its row.

    public static byte[] Write(StoreHead head)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Prefix(head.Writers.Count));
        foreach (var (id, revision) in head.Writers)
            bytes.Write(Seat(id, revision));
        foreach (var (revision, keys) in head.Log)
        {
            bytes.Write(Number(revision));
            bytes.Write(Keys(keys));
        }

        return bytes.ToArray();
    }

    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">It is none.</exception>
    public static StoreHead Read(byte[] bytes)
    {
        if (bytes is [> Version and var newer, ..])
            throw new UnsupportedSchemaVersionException(
                newer.ToString(CultureInfo.InvariantCulture), Version.ToString(CultureInfo.InvariantCulture));
        var rest = bytes.AsSpan();
        if (rest is not [Version, var count, ..] || rest.Length < OffsetOf(count))
            throw Damaged();
        rest = rest[PrefixLength..];
        var writers = new List<LoggedWriter>(count);
        for (; writers.Count < count; rest = rest[SeatLength..])
            writers.Add(new(BinaryPrimitives.ReadInt64LittleEndian(rest), Number(rest.Slice(sizeof(long), Digits))));
        var log = new List<LoggedCommit>();
        while (TryReadCommit(ref rest, out var commit))
            log.Add(commit);
        return log.Count > 0 ? new(writers, log) : throw Damaged();
    }

    /// <summary>Where a writer's place begins; behind the last one the log does.</summary>
    public static int OffsetOf(int seat) => PrefixLength + (seat * SeatLength);

    public static byte[] Prefix(int writers) => [Version, (byte)writers];

    public static byte[] Seat(long writer, long revision)
    {
        var bytes = new byte[SeatLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, writer);
        Number(revision).CopyTo(bytes, sizeof(long));
        return bytes;
    }

    public static byte[] Keys(IReadOnlyList<byte[]> keys)
    {
        var bytes = new byte[KeysSize(keys)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)keys.Count);
        var rest = bytes.AsSpan(sizeof(ushort));
        foreach (var key in keys)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)key.Length);
            key.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + key.Length)..];
        }

        return bytes;
    }

    public static int KeysSize(IReadOnlyList<byte[]> keys) => sizeof(ushort) + keys.Sum(key => sizeof(ushort) + key.Length);

    /// <summary>What the log holds of a commit's keys: all, or where they are too many none.</summary>
    public static IReadOnlyList<byte[]> Remembered(IReadOnlyList<byte[]> keys) => RoomBehind(keys) > 0 ? keys : [];

    /// <summary>How many bytes of older commits stay behind one with these keys.</summary>
    public static int RoomBehind(IReadOnlyList<byte[]> keys) => Math.Max(0, MostLogBytes - Digits - KeysSize(keys));

    private static bool TryReadCommit(ref Span<byte> rest, out LoggedCommit commit)
    {
        commit = default;
        if (rest.Length < Digits + sizeof(ushort))
            return false;
        var at = rest[Digits..];
        var keys = new byte[BinaryPrimitives.ReadUInt16LittleEndian(at)][];
        at = at[sizeof(ushort)..];
        for (var i = 0; i < keys.Length; i++)
        {
            if (at.Length < sizeof(ushort) || at.Length - sizeof(ushort) < BinaryPrimitives.ReadUInt16LittleEndian(at))
                return false;
            keys[i] = at.Slice(sizeof(ushort), BinaryPrimitives.ReadUInt16LittleEndian(at)).ToArray();
            at = at[(sizeof(ushort) + keys[i].Length)..];
        }

        commit = new(Number(rest[..Digits]), keys);
        rest = at;
        return true;
    }

    private static byte[] Number(long number) => Encoding.ASCII.GetBytes(number.ToString("D19", CultureInfo.InvariantCulture));

    private static long Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long number, out var used) && used == Digits ? number : throw Damaged();

    private static StoreCorruptedException Damaged() => new("The store's head is damaged.");
}
