using System.Text.Json.Serialization;

namespace MeshChat;

/// <summary>Something that happened: a line on a person's terminal, a JSON object on a script's.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Introduced), "introduced")]
[JsonDerivedType(typeof(Linked), "linked")]
[JsonDerivedType(typeof(Unlinked), "unlinked")]
[JsonDerivedType(typeof(TryFailed), "try-failed")]
[JsonDerivedType(typeof(KeyChanged), "key-changed")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(AddressChanged), "address-changed")]
[JsonDerivedType(typeof(LineSaid), "said")]
[JsonDerivedType(typeof(LineHeard), "heard")]
[JsonDerivedType(typeof(DirectSaid), "direct-said")]
[JsonDerivedType(typeof(DirectHeard), "direct-heard")]
[JsonDerivedType(typeof(Invited), "invited")]
[JsonDerivedType(typeof(CleanedUp), "cleaned-up")]
[JsonDerivedType(typeof(PeerList), "peers")]
[JsonDerivedType(typeof(CandidateList), "candidates")]
[JsonDerivedType(typeof(Notice), "notice")]
[JsonDerivedType(typeof(Problem), "problem")]
internal abstract record ChatEvent;

/// <summary>This peer is up.</summary>
internal sealed record Started(string Id, string Name, string Address, string Folder, int KnownPeers) : ChatEvent;

/// <summary>A friend told of a peer that was unknown here.</summary>
internal sealed record Introduced(string Id, string Name, string By) : ChatEvent;

/// <summary>A link stands.</summary>
/// <param name="Id">The peer at the other end.</param>
/// <param name="Name">Its name.</param>
/// <param name="Dialled">We called; else the peer did.</param>
/// <param name="Port">The port at the other end.</param>
/// <param name="Tries">How often we had called in vain or in success since the peer was missed.</param>
/// <param name="Milliseconds">How long the peer was missed.</param>
internal sealed record Linked(string Id, string Name, bool Dialled, int Port, int Tries, long Milliseconds) : ChatEvent;

/// <summary>A link is gone.</summary>
/// <param name="Id">The peer at the other end.</param>
/// <param name="Name">Its name.</param>
/// <param name="Departure">Who ended it.</param>
/// <param name="Parted">The peer is there and wants no link for now.</param>
internal sealed record Unlinked(string Id, string Name, Departure Departure, bool Parted) : ChatEvent;

/// <summary>A try to reach a peer again was in vain.</summary>
internal sealed record TryFailed(string Id, int Tries) : ChatEvent;

/// <summary>A peer showed another key than the one that is remembered; it stays out until the user accepts the key.</summary>
internal sealed record KeyChanged(string Id, string Name) : ChatEvent;

/// <summary>This peer listens at another address now.</summary>
internal sealed record Moved(string Address) : ChatEvent;

/// <summary>Another peer said that it listens at another address now.</summary>
internal sealed record AddressChanged(string Id, string Name, string Address) : ChatEvent;

/// <summary>A line went out to everyone.</summary>
internal sealed record LineSaid(Guid MessageId, string Text) : ChatEvent;

/// <summary>A line came in.</summary>
internal sealed record LineHeard(Guid MessageId, string From, string Name, string Text) : ChatEvent;

/// <summary>A line went out to one peer.</summary>
/// <param name="To">The name of the peer.</param>
/// <param name="Via">The name of the peer that carries it; <c>null</c>: it went straight.</param>
/// <param name="Text">The line.</param>
internal sealed record DirectSaid(string To, string? Via, string Text) : ChatEvent;

/// <summary>A line came in that no other peer could read.</summary>
internal sealed record DirectHeard(string From, string Name, string? Via, string Text) : ChatEvent;

/// <summary>An invitation was made.</summary>
internal sealed record Invited(string Code) : ChatEvent;

/// <summary>Upkeep was due.</summary>
internal sealed record CleanedUp(int Removed) : ChatEvent;

/// <summary>All peers that are remembered.</summary>
internal sealed record PeerList(IReadOnlyList<PeerRow> Peers) : ChatEvent;

/// <summary>One peer of a <see cref="PeerList"/>.</summary>
internal sealed record PeerRow(
    string Id, string Name, bool Linked, double? LatencyMilliseconds, int Quality, int Connections,
    DateTimeOffset LastSeen, SecretStatus Secret, Standing Standing)
{
    public static PeerRow Of(PeerData peer, LinkTable links) => new(
        peer.PeerId, peer.DisplayName, links.Find(peer.PeerId) is not null, peer.ConnectionQuality.Latency?.TotalMilliseconds,
        PeerScore.Quality(peer.ConnectionQuality), peer.ConnectionQuality.SuccessfulConnections, peer.LastSeen, peer.SecretStatus,
        Acquaintance.IsBlocked(peer) ? Standing.Blocked
            : peer.IsPinned ? Standing.Pinned : peer.IsFriend ? Standing.Friend : Standing.Stranger);
}

/// <summary>What a peer is to the user.</summary>
internal enum Standing
{
    Stranger,
    Friend,
    Pinned,
    Blocked,
}

/// <summary>Whom this peer would call, best first.</summary>
internal sealed record CandidateList(IReadOnlyList<CandidateRow> Candidates, int PassedOver) : ChatEvent;

/// <summary>One peer of a <see cref="CandidateList"/>.</summary>
/// <param name="Id">The peer.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">The chance that a call succeeds, in percent.</param>
/// <param name="Factors">What the chance is made of.</param>
/// <param name="FailedAttempts">Calls in vain since the last that was not.</param>
internal sealed record CandidateRow(string Id, string Name, double Score, ReconnectionFactors? Factors, int FailedAttempts);

/// <summary>Something to know.</summary>
internal sealed record Notice(string Text) : ChatEvent;

/// <summary>Something that did not work.</summary>
internal sealed record Problem(string Text) : ChatEvent;
