using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>What is remembered of one peer. Immutable: use <c>with</c> to change it.</summary>
/// <remarks>
/// <see cref="PeerLimits"/> bound its size. Instants are kept to the millisecond. Two peers are equal if they hold the same, lists and
/// metadata included. Lists that you give are copied.
/// </remarks>
public sealed record PeerData
{
    /// <summary>The name of a peer that was not named.</summary>
    internal const string NoName = "Unknown";

    private string? _userId;

    /// <summary>The peer's identifier: 1 to 256 characters, none of them a control character.</summary>
    public required string PeerId
    {
        get;
        init
        {
            field = value;
            _userId = GivenUserId(_userId);
        }
    }

    /// <summary>The user behind the peer; the <see cref="PeerId"/> unless given.</summary>
    public string UserId { get => _userId ?? PeerId; init => _userId = GivenUserId(value); }

    /// <summary>A name to show; "Unknown" unless given.</summary>
    public string DisplayName { get; init; } = NoName;

    /// <summary>The peer's public key, a JWK (RFC 7517) as a JSON string, if known.</summary>
    /// <remarks>
    /// Storing another one is a <see cref="PublicKeyChangedException"/>; <see cref="IPeerTrust.AcceptKeyAsync"/> changes it.
    /// </remarks>
    public string? PublicKey { get; init; }

    /// <summary>When the peer was first heard of; left at its default it means "now" when it is stored.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the peer was last heard from; left at its default it means "now" when it is stored.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>When a connection last stood; <c>null</c>: never.</summary>
    public DateTimeOffset? LastConnected { get; init; }

    /// <summary>The secret shared with the peer, in clear here, encrypted at rest. It never appears in <see cref="ToString"/>.</summary>
    /// <remarks>
    /// <c>JsonSerializer</c> writes <c>null</c> for it, and reads one that it is given: see <see cref="SecretJsonConverter"/>.
    /// </remarks>
    [JsonConverter(typeof(SecretJsonConverter))]
    public string? SharedSecret { get; init; }

    /// <summary>Whether the stored secret could be opened. Setting <see cref="SecretStatus.None"/> in an update forgets it.</summary>
    public SecretStatus SecretStatus { get; init; }

    /// <summary>The IP address at which the peer was last reached. It never appears in <see cref="ToString"/>.</summary>
    public string? LastKnownIP { get; init; }

    /// <summary>The STUN and TURN servers for this peer.</summary>
    public IReadOnlyList<IceServer> IceServers { get; init => field = ValueList<IceServer>.Of(value); } = ValueList<IceServer>.None;

    /// <summary>The peer's addresses, as you stored them last.</summary>
    public IReadOnlyList<IceCandidate> CachedCandidates { get; init => field = ValueList<IceCandidate>.Of(value); } =
        ValueList<IceCandidate>.None;

    /// <summary>How well connections to the peer have worked.</summary>
    public ConnectionQuality ConnectionQuality { get; init; } = ConnectionQuality.None;

    /// <summary>Failed attempts since the last success.</summary>
    public int ReconnectionAttempts { get; init; }

    /// <summary>Until when the peer is not offered as a candidate; <c>null</c> if it is offered.</summary>
    public DateTimeOffset? BlacklistUntil { get; init; }

    /// <summary>Whether the peer is pinned: then it is never evicted, and no cleanup removes it.</summary>
    public bool IsPinned { get; init; }

    /// <summary>
    /// Whether it is a friend: pinned, or we connected to it on two different days, or it was stored with a shared secret.
    /// </summary>
    /// <remarks>
    /// The service tells it; it cannot be set. Friends are the last to go: see <see cref="RetentionOptions"/>.
    /// </remarks>
    public bool IsFriend { get; internal init; }

    /// <summary>Whether the user blocked it: see <see cref="IPeerTrust.BlockAsync"/>. A blacklisting from failures is no block.</summary>
    /// <remarks>The service tells it; it cannot be set.</remarks>
    public bool IsBlocked { get; internal init; }

    /// <summary>The application's own data; <see cref="PeerMetadata"/> makes it of plain texts, numbers and so on.</summary>
    public IReadOnlyDictionary<string, JsonElement> Metadata { get; init => field = JsonContent.Copy(value); } = ValueMap<JsonElement>.None;

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init => field = ValueMap<JsonElement>.Of(value); }

    /// <summary>Creates a peer that the app has just connected to.</summary>
    /// <remarks>
    /// Its three instants are now, and one connection was tried and succeeded. For a peer that was only heard of, set
    /// <see cref="ConnectionQuality.TotalConnections"/> and <see cref="ConnectionQuality.SuccessfulConnections"/> to 0.
    /// </remarks>
    /// <param name="peerId">The peer's identifier.</param>
    /// <param name="now">The present; <c>null</c>: the system clock.</param>
    /// <returns>The peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    public static PeerData Create(string peerId, DateTimeOffset? now = null)
    {
        PeerValidator.CheckId(peerId);
        var instant = now ?? TimeProvider.System.GetUtcNow();
        return new()
        {
            PeerId = peerId,
            FirstSeen = instant,
            LastSeen = instant,
            LastConnected = instant,
            ConnectionQuality = new()
            {
                SuccessRate = 1,
                LastMeasured = instant,
                TotalConnections = 1,
                SuccessfulConnections = 1,
            },
        };
    }

    /// <summary>Whether any of its servers has a credential, in clear.</summary>
    internal bool HasCredentials => IceServers.Exists(server => server.Credential is not null);

    /// <summary>The same without the credentials of its servers.</summary>
    internal PeerData WithoutCredentials() => HasCredentials
        ? this with { IceServers = [.. IceServers.Select(server => server.WithoutCredential())] }
        : this;

    // One that is the peer's id counts as not given, so that what comes back from a store equals what was stored.
    private string? GivenUserId(string? userId) => userId == PeerId ? null : userId;

    /// <summary>Says who it is; secrets, keys and addresses stay out of logs.</summary>
    public override string ToString() => $"PeerData {{ {PeerId}, secret: {SecretStatus} }}";
}
