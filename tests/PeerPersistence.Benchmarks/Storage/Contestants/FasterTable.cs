using System.Text;
using FASTER.core;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>FASTER, whose way to be durable is a checkpoint of its log after each batch.</summary>
/// <remarks>It has no order of keys, and its log grows until the application compacts it. With keys of bytes, its own iterator over the
/// latest records gives garbage for keys that were written before a checkpoint and again after it (2.6.5); so the log is read.</remarks>
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
        var latest = new Latest();
        if (!_store.Log.Scan(ref latest, _store.Log.BeginAddress, _store.Log.TailAddress))
            throw new InvalidOperationException("FASTER must read its log to the end.");
        return latest.Records.Count;
    }

    public void Dispose()
    {
        _session.Dispose();
        _store.Dispose();
    }

    /// <summary>The latest value of each key; the log gives the oldest first.</summary>
    private sealed class Latest : IScanIteratorFunctions<SpanByte, SpanByte>
    {
        public SortedDictionary<string, byte[]> Records { get; } = new(StringComparer.Ordinal);

        public bool OnStart(long beginAddress, long endAddress) => true;

        public bool SingleReader(ref SpanByte key, ref SpanByte value, RecordMetadata recordMetadata, long numberOfRecords)
        {
            Records[Encoding.UTF8.GetString(key.AsReadOnlySpan())] = value.ToByteArray();
            return true;
        }

        public bool ConcurrentReader(ref SpanByte key, ref SpanByte value, RecordMetadata recordMetadata, long numberOfRecords) =>
            SingleReader(ref key, ref value, recordMetadata, numberOfRecords);

        public void OnStop(bool completed, long numberOfRecords)
        {
        }

        public void OnException(Exception exception, long numberOfRecords) => throw exception;
    }
}
