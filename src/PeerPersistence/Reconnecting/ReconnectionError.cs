namespace PeerPersistence;

/// <summary>Something that went wrong with one peer of a round.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Exception">What was thrown. Its message may name an address, and is not ours to log.</param>
public sealed record ReconnectionError(string PeerId, Exception Exception)
{
    /// <summary>The peer and the exception's type.</summary>
    public override string ToString() => $"{PeerId}: {Exception.GetType().Name}";
}
