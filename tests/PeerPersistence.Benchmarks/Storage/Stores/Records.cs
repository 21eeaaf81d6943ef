namespace PeerPersistence.Benchmarks.Storage;

/// <summary>The records that every store gets: keys like the library's, values of 1.5 KB that do not compress.</summary>
internal sealed class Records(int count, int valueLength = Records.ValueLength)
{
    public const int ValueLength = 1_500;
    private const int Chunk = 1_000;

    private readonly byte[][] _values = MakeValues(valueLength);

    public int Count => count;

    public long LiveBytes => (long)count * (KeyOf(0).Length + valueLength);

    public IEnumerable<KeyValuePair<string, byte[]>[]> Chunks =>
        Enumerable.Range(0, count).Select(i => KeyValuePair.Create(KeyOf(i), _values[i % _values.Length])).Chunk(Chunk);

    public string AnyKey(Random random) => KeyOf(random.Next(count));

    public byte[] AnyValue(Random random) => _values[random.Next(_values.Length)];

    // The ids of peers come in no order.
    private static string KeyOf(int i) => $"mesh:peer:{i * 2654435761u % uint.MaxValue:x8}-{i:x8}";

    private static byte[][] MakeValues(int length)
    {
        var random = new Random(1);
        var values = new byte[64][];
        foreach (ref var value in values.AsSpan())
            random.NextBytes(value = new byte[length]);
        return values;
    }
}
