using System.Text.Json;

namespace PeerPersistence;

/// <summary>A peer together with what its record carries and its user does not see.</summary>
internal sealed record StoredPeer
{
    /// <summary>The peer, without its secret unless somebody left that in clear.</summary>
    public required PeerData Peer { get; init; }

    /// <summary>The sealed secret, opaque here: what cannot be opened is carried along untouched.</summary>
    public string? Envelope { get; init; }

    /// <summary>Whether the envelope is one of ours, and neither the original's nor somebody's invention.</summary>
    public bool HasSealedSecret => Envelope is not null && SealedText.LooksSealed(Envelope);

    /// <summary>Counts the secrets this peer has had, so that an old envelope put back does not open.</summary>
    public long SecretRevision { get; init; }

    /// <summary>The presence model's memory, as base64.</summary>
    public string? Presence { get; init; }

    /// <summary>Who says so: own experience apart from claims.</summary>
    public PeerEvidence Evidence { get; init; } = PeerEvidence.None;

    /// <summary>What the peer is to us.</summary>
    public PeerKind Kind => Evidence.KindOf(
        Peer.IsPinned, (Envelope is not null && !SealedText.IsForeign(Envelope)) || Peer.SharedSecret is not null);

    /// <inheritdoc cref="PeerData.IsFriend"/>
    public bool IsFriend => Kind != PeerKind.Stranger;

    /// <summary>
    /// What is remembered of the peer's addresses, by candidate line. One that left the list may linger until the next write.
    /// </summary>
    public IReadOnlyDictionary<string, AddressHistory> Addresses { get; init; } = NoAddresses;

    private static IReadOnlyDictionary<string, AddressHistory> NoAddresses { get; } = new Dictionary<string, AddressHistory>();

    /// <summary>The version that the record says it has.</summary>
    public string DataVersion { get; init; } = SchemaVersion.Current;

    /// <summary>Whether it is what could still be read of a damaged record.</summary>
    public bool IsRescued { get; init; }

    /// <summary>Whether a part of the record could not be read, see <see cref="LenientRecord"/>.</summary>
    public bool HasPartsSetAside =>
        IsIn(Peer.Unknown) || IsIn(Peer.ConnectionQuality.Unknown)
        || Peer.IceServers.Any(server => IsIn(server.Unknown)) || Peer.CachedCandidates.Any(candidate => IsIn(candidate.Unknown));

    public AddressHistory HistoryOf(IceCandidate address) => Addresses.GetValueOrDefault(address.Candidate);

    public override string ToString() => Peer.ToString();

    private static bool IsIn(IReadOnlyDictionary<string, JsonElement>? unknown) => unknown?.ContainsKey(LenientRecord.SetAside) == true;
}
