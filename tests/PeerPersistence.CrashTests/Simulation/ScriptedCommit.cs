using System.Text;

namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A commit of a generated sequence. Every value tells which commit wrote it.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Changes">Keys, each with the length of its value; <c>null</c> removes.</param>
/// <param name="Expectations">Keys, each with the number of the commit whose value it must hold; <c>null</c>: absent.</param>
internal sealed record ScriptedCommit(int Id, IReadOnlyDictionary<string, int?> Changes, IReadOnlyDictionary<string, int?> Expectations)
{
    /// <summary>The values of all commits, by number and key.</summary>
    public static byte[] ValueOf(int id, string key, int length)
    {
        var value = new byte[Math.Max(length, 24)];
        new Random(id * 31 + key[^1]).NextBytes(value);
        Encoding.ASCII.GetBytes($"{id,10}{length,10}").CopyTo(value, 0);
        return value;
    }

    /// <summary>The number of the commit that wrote a value; throws where the value is not exactly what it wrote.</summary>
    public static int WriterOf(string key, ReadOnlySpan<byte> value)
    {
        var id = int.Parse(value[..10], provider: null);
        var length = int.Parse(value[10..20], provider: null);
        if (!value.SequenceEqual(ValueOf(id, key, length)))
            throw new InvalidDataException($"The value of '{key}' is not what commit {id} wrote.");
        return id;
    }

    public KeyValueBatch ToBatch(Func<string, int, byte[]> written)
    {
        var batch = new KeyValueBatch();
        foreach (var (key, length) in Changes)
            _ = length is { } l ? batch.Set(key, ValueOf(Id, key, l)) : batch.Remove(key);
        foreach (var (key, writer) in Expectations)
            batch.Expect(key, writer is { } id ? written(key, id) : null);
        return batch;
    }
}
