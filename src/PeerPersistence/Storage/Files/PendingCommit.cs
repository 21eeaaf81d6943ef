namespace PeerPersistence;

/// <summary>A commit encoded on its caller's thread, so that the writer only has to write.</summary>
internal sealed class PendingCommit(KeyValueBatch batch) : AwaitedCommit
{
    private readonly KeyValuePair<string, ReadOnlyMemory<byte>?>[] _expectations = [.. batch.Expectations];

    /// <summary>What to write; <c>null</c> where only expectations are checked.</summary>
    public CommitFrames? Frames { get; } = batch.Changes.Count == 0
        ? null
        : CommitFrames.Encode(batch.Changes, isWhole: false, nameof(batch));

    /// <summary>By how much it lets the log grow.</summary>
    public long Length => Frames?.LengthIn(FileHeader.Version) ?? 0;

    public ReadOnlySpan<KeyValuePair<string, ReadOnlyMemory<byte>?>> Expectations => _expectations;
}
