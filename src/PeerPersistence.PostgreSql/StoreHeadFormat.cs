using System.Globalization;

namespace PeerPersistence;

/// <summary>A head as bytes: a version, then numbers, and keys with their lengths.</summary>
internal static class StoreHeadFormat
{
    private const byte Version = 1;

    public static byte[] Write(StoreHead head)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write(head.Revision);
        writer.Write7BitEncodedInt(head.Writers.Count);
        foreach (var (id, revision) in head.Writers)
        {
            writer.Write(id);
            writer.Write(revision);
        }

        writer.Write(head.LogStart);
        writer.Write7BitEncodedInt(head.Log.Count);
        foreach (var (revision, keys) in head.Log)
        {
            writer.Write(revision);
            writer.Write7BitEncodedInt(keys.Count);
            foreach (var key in keys)
            {
                writer.Write7BitEncodedInt(key.Length);
                writer.Write(key);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">It is none.</exception>
    public static StoreHead Read(byte[] bytes)
    {
        if (bytes is [> Version and var newer, ..])
            throw new UnsupportedSchemaVersionException(newer.ToString(CultureInfo.InvariantCulture), Version.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            reader.ReadByte();
            return new(reader.ReadInt64(), List(reader, ReadWriter), reader.ReadInt64(), List(reader, ReadCommit));
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new StoreCorruptedException("The store's head is damaged.", damage);
        }
    }

    private static LoggedWriter ReadWriter(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    private static LoggedCommit ReadCommit(BinaryReader reader) => new(reader.ReadInt64(), List(reader, ReadKey));

    private static byte[] ReadKey(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        return reader.ReadBytes(length) is var key && key.Length == length ? key : throw new EndOfStreamException();
    }

    private static List<T> List<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var list = new List<T>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            list.Add(read(reader));
        return list;
    }
}
