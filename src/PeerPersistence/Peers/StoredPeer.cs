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

    /// <summary>The sealed credentials of the peer's servers, by <see cref="IceServerKey"/>.</summary>
    public IReadOnlyDictionary<string, SealedCredential> Credentials { get; init; } = NoCredentials;

    /// <summary>All that is sealed, or says so.</summary>
    public IEnumerable<string> Envelopes =>
        Credentials.Values.Select(credential => credential.Envelope).Concat(Envelope is null ? [] : [Envelope]);

    /// <summary>Whether anything of it is sealed under a key of ours.</summary>
    public bool HasSealed => HasSealedSecret || (Credentials.Count > 0 && Envelopes.Any(SealedText.LooksSealed));

    /// <summary>Whether the original left its secret in clear. It stays until it can be sealed.</summary>
    public bool HasClearSecret => Envelope is null && Peer.SharedSecret is not null;

    /// <summary>Whether somebody left a credential in clear: an earlier version, or the original.</summary>
    public bool HasClearCredentials => Peer.HasCredentials;

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

    internal static readonly IReadOnlyDictionary<string, SealedCredential> NoCredentials = new Dictionary<string, SealedCredential>();

    internal static readonly IReadOnlyDictionary<string, AddressHistory> NoAddresses = new Dictionary<string, AddressHistory>();

    /// <summary>The version that the record says it has.</summary>
    public string DataVersion { get; init; } = SchemaVersion.Current;

    /// <summary>Whether it is what could still be read of a damaged record.</summary>
    public bool IsRescued { get; init; }

    /// <summary>Whether a part of the record could not be read, see <see cref="LenientRecord"/>.</summary>
    public bool HasPartsSetAside =>
        IsIn(Peer.Unknown) || IsIn(Peer.ConnectionQuality.Unknown)
        || Peer.IceServers.Exists(server => IsIn(server.Unknown)) || Peer.CachedCandidates.Exists(candidate => IsIn(candidate.Unknown));

    /// <summary>The same without anything that is sealed under a key of ours.</summary>
    public StoredPeer WithoutSealed() => !HasSealed ? this : this with
    {
        Envelope = HasSealedSecret ? null : Envelope,
        Credentials = NoCredentials,
    };

    public AddressHistory HistoryOf(IceCandidate address) =>
        Addresses.GetValueOrDefault(address.Candidate, AddressHistory.None);

    public override string ToString() => Peer.ToString();

    private static bool IsIn(IReadOnlyDictionary<string, JsonElement>? unknown) => unknown?.ContainsKey(LenientRecord.SetAside) == true;
}
