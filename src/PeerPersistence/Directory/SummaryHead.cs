using System.Text;

namespace PeerPersistence;

/// <summary>What is known of the summaries in the store: of which state they are, and how to tell that they are right.</summary>
/// <param name="Token">The store's, of that state.</param>
/// <param name="Written">When it was written, as ticks. A clock that stands before that reads the records.</param>
/// <param name="Peers">How many there are.</param>
/// <param name="Others">The characters of each key besides records and index pages.</param>
/// <param name="Parts">All index pages, each with the fingerprint of its part; 0: there is none.</param>
internal sealed record SummaryHead(
    string Token, long Written, int Peers, IReadOnlyList<KeyValuePair<string, int>> Others, IReadOnlyList<KeyValuePair<int, ulong>> Parts)
{
    /// <summary>Another one wherever a record's summary says something else, or in another form: older ones are read no more.</summary>
    private const byte Version = 4;

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0UL);
        writer.Write(Version);
        writer.Write(Token);
        writer.Write(Written);
        writer.Write(Peers);
        writer.Write(Others.Count);
        foreach (var (key, characters) in Others)
        {
            writer.Write(key);
            writer.Write(characters);
        }

        writer.Write(Parts.Count);
        foreach (var (page, fingerprint) in Parts)
        {
            writer.Write(page);
            writer.Write(fingerprint);
        }

        var bytes = stream.ToArray();
        BitConverter.TryWriteBytes(bytes, Fingerprint.Of(bytes.AsSpan(sizeof(ulong))));
        return bytes;
    }

    /// <returns><c>null</c>: it is damaged, or of another version.</returns>
    public static SummaryHead? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length <= sizeof(ulong)
            || BitConverter.ToUInt64(bytes.Span) != Fingerprint.Of(bytes.Span[sizeof(ulong)..]))
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), sizeof(ulong), bytes.Length - sizeof(ulong)), Encoding.UTF8);
        try
        {
            return reader.ReadByte() == Version
                ? new(
                    reader.ReadString(), reader.ReadInt64(), reader.ReadInt32(),
                    ReadMany(reader, () => KeyValuePair.Create(reader.ReadString(), reader.ReadInt32())),
                    ReadMany(reader, () => KeyValuePair.Create(reader.ReadInt32(), reader.ReadUInt64())))
                : null;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The count. The token is the store's own.</summary>
    public override string ToString() => FormattableString.Invariant($"{nameof(SummaryHead)} {{ Peers = {Peers} }}");

    private static List<T> ReadMany<T>(BinaryReader reader, Func<T> read)
    {
        var count = reader.ReadInt32();
        List<T> items = [];
        while (items.Count < count)
            items.Add(read());
        return items;
    }
}
