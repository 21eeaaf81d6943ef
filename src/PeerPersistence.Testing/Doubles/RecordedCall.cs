namespace PeerPersistence.Testing;

/// <summary>One call and how it ended.</summary>
/// <param name="Call">What was called. A batch is a copy.</param>
/// <param name="Keys">How many keys came back, or were set or removed.</param>
/// <param name="BytesRead">The bytes of the values that came back.</param>
/// <param name="BytesWritten">The bytes of the values that were committed; 0 where nothing was.</param>
/// <param name="Committed">What a commit returned.</param>
/// <param name="Failure">What was thrown.</param>
public sealed record RecordedCall(
    StoreCall Call, int Keys = 0, long BytesRead = 0, long BytesWritten = 0, bool? Committed = null, Exception? Failure = null);
