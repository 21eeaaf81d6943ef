using System.Text;
using FASTER.core;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>FASTER, whose way to be durable is a checkpoint of its log after each batch.</summary>
internal sealed unsafe class FasterTable : ITable
{
    private readonly FasterKV<SpanByte, SpanByte> _store;
    private readonly ClientSession<SpanByte, SpanByte, SpanByte, SpanByteAndMemory, Empty, IFunctions<SpanByte, SpanByte, SpanByte, SpanByteAndMemory, Empty>> _session;

    public FasterTable(string folder)
    {
        _store = new(new FasterKVSettings<SpanByte, SpanByte>(Path.Combine(folder, "faster")) { TryRecoverLatest = true });
        _session = _store.NewSession<SpanByte, SpanByteAndMemory, Empty>(new SpanByteFunctions<Empty>());
    }

    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        foreach (var (key, value) in records)
        {
            var bytes = Encoding.UTF8.GetBytes(key);
            fixed (byte* keyAt = bytes, valueAt = value)
            {
                var (keySpan, valueSpan) = (SpanByte.FromPointer(keyAt, bytes.Length), SpanByte.FromPointer(valueAt, value.Length));
                _session.Upsert(ref keySpan, ref valueSpan);
            }
        }

        _session.CompletePending(wait: true);
        if (!_store.TakeHybridLogCheckpointAsync(CheckpointType.FoldOver).AsTask().GetAwaiter().GetResult().success)
            throw new InvalidOperationException("FASTER must take a checkpoint.");
    }

    public byte[] Get(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        fixed (byte* keyAt = bytes)
        {
            var keySpan = SpanByte.FromPointer(keyAt, bytes.Length);
            SpanByteAndMemory output = default;
            if (_session.Read(ref keySpan, ref output).IsPending)
            {
                _session.CompletePendingWithOutputs(out var completed, wait: true);
                using (completed)
                {
                    completed.Next();
                    output = completed.Current.Output;
                }
            }

            using (output.Memory)
                return output.Memory.Memory.Span[..output.Length].ToArray();
        }
    }

    public int Scan()
    {
        using var all = _session.Iterate();
        var records = new SortedDictionary<string, byte[]>(StringComparer.Ordinal); // it has no order, and may give a record twice
        while (all.GetNext(out _))
            records[Encoding.UTF8.GetString(all.GetKey().AsReadOnlySpan())] = all.GetValue().ToByteArray();
        return records.Count;
    }

    public void Dispose()
    {
        _session.Dispose();
        _store.Dispose();
    }
}
