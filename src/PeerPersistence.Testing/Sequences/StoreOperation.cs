using System.Text;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>One step of a sequence, and how it reads in a message.</summary>
internal abstract record StoreOperation
{
    public sealed record Get(string Key) : StoreOperation
    {
        public override string ToString() => $"get {Show(Key)}";
    }

    public sealed record Scan(string Prefix) : StoreOperation
    {
        public override string ToString() => $"scan {Show(Prefix)}";
    }

    public sealed record Commit(KeyValueBatch Batch) : StoreOperation
    {
        public override string ToString()
        {
            var expectations = Batch.Expectations.Select(each => $"expect {Show(each.Key)} {Show(Text(each.Value))}");
            var changes = Batch.Changes.Select(
                each => each.Value is null ? $"remove {Show(each.Key)}" : $"set {Show(each.Key)} {Show(Text(each.Value))}");
            return $"commit {string.Join(", ", expectations.Concat(changes))}";
        }
    }

    public sealed record Reopen : StoreOperation
    {
        public override string ToString() => "close and open";
    }

    public static string? Text(ReadOnlyMemory<byte>? value) => value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
