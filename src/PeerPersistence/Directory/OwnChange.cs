using System.Text;

namespace PeerPersistence;

/// <summary>What a commit of this service did to a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">What it holds now; <c>null</c>: it is absent, or <paramref name="Record"/> says all that is to be known.</param>
/// <param name="Record">What reading the record would give, as far as that is known without reading it.</param>
internal readonly record struct OwnChange(string Key, ReadOnlyMemory<byte>? Value, PeerSummary? Record = null)
{
    /// <summary>A record that was written.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its bytes.</param>
    /// <param name="written">What they say.</param>
    /// <param name="peerId">Its id, as the text that is to be kept.</param>
    /// <param name="now">The present.</param>
    public static OwnChange Of(string key, ReadOnlyMemory<byte> value, StoredPeer written, string peerId, DateTimeOffset now) =>
        ReferenceEquals(PeerInstants.Normalized(written, now), written)
            ? new(key, null, PeerSummaries.Of(
                written, peerId, Fingerprint.Of(value.Span), key.Length + Encoding.UTF8.GetCharCount(value.Span)))
            : new(key, value); // What another form of an instant means, or one ahead, depends on when it is read.

    /// <summary>No key: it names a peer.</summary>
    public override string ToString() => nameof(OwnChange);
}
