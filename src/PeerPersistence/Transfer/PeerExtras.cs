namespace PeerPersistence;

/// <summary>Where what an export says of peers beside themselves is looked up.</summary>
internal interface IPeerExtras
{
    /// <returns><c>null</c>: nothing is said of the peer.</returns>
    PeerExtras? ExtrasOf(string peerId);
}

/// <summary>What an export says of a peer beside the peer itself.</summary>
internal sealed record PeerExtras
{
    public static PeerExtras None { get; } = new();

    /// <summary>The shared secret: sealed under the passphrase, or, without protection, as it lay in a store that could not open
    /// it.</summary>
    public string? Envelope { get; init; }

    /// <summary>TURN credentials, sealed under the passphrase, by <see cref="IceServerKey"/>.</summary>
    public IReadOnlyDictionary<string, string> Credentials { get; init => field = ValueMap<string>.Of(value); } = ValueMap<string>.None;

    /// <summary>The presence model's memory; <c>null</c> unless it was asked for.</summary>
    public string? Presence { get; init; }

    /// <summary>Who says so; <c>null</c> for an earlier version's peers.</summary>
    public PeerEvidence? Evidence { get; init; }

    /// <summary>Addresses that somebody else told, with who it was.</summary>
    public IReadOnlyDictionary<string, AddressHistory> Told { get; init => field = ValueMap<AddressHistory>.Of(value); } =
        ValueMap<AddressHistory>.None;

    /// <summary>Whether a secret or a credential of the peer is here, sealed.</summary>
    public bool HasSealed => Envelope is not null || Credentials.Count > 0;

    /// <summary>Those of the addresses that are hearsay. When they were told stays at home.</summary>
    public static IReadOnlyDictionary<string, AddressHistory> ToldOf(IReadOnlyDictionary<string, AddressHistory> addresses) =>
        addresses.Where(address => address.Value.IsHearsay).ToDictionary(
            address => address.Key, address => new AddressHistory(null, null, address.Value.IntroducedBy), StringComparer.Ordinal);

    /// <summary>No secret, sealed or not.</summary>
    public override string ToString() => nameof(PeerExtras);
}
