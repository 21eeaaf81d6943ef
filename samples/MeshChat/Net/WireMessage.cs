using System.Text.Json.Serialization;

namespace MeshChat;

/// <summary>What peers say to each other, one JSON object a frame.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refusal), "refusal")]
[JsonDerivedType(typeof(Introduction), "introduction")]
[JsonDerivedType(typeof(Presence), "presence")]
[JsonDerivedType(typeof(ChatLine), "line")]
[JsonDerivedType(typeof(DirectMessage), "direct")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(Goodbye), "goodbye")]
internal abstract record WireMessage
{
    /// <summary>Whether every part is there and within bounds.</summary>
    public abstract bool IsSound();
}

/// <summary>A caller's first words.</summary>
/// <param name="Card">Who calls.</param>
/// <param name="Session">Tells one run of a program from the next.</param>
/// <param name="Invitation">The token of an invitation, from a stranger.</param>
/// <param name="SecretMark">Names the shared secret that the caller holds, if any.</param>
/// <param name="SecretHalf">The caller's half of a new one, should it be needed.</param>
internal sealed record Hello(PeerCard Card, Guid Session, string? Invitation, string? SecretMark, string SecretHalf) : WireMessage
{
    public override bool IsSound() => Card is not null && Card.IsGenuine() && SecretHalf is { Length: > 0 and <= WireLimits.Id }
        && !(Invitation?.Length > WireLimits.Id) && !(SecretMark?.Length > WireLimits.Id);
}

/// <summary>The answer to a <see cref="Hello"/>: come in.</summary>
/// <param name="Card">Who answers.</param>
/// <param name="Session">Tells one run of a program from the next.</param>
/// <param name="SecretHalf">The other half of a new secret, where the two did not hold the same one.</param>
internal sealed record Welcome(PeerCard Card, Guid Session, string? SecretHalf) : WireMessage
{
    public override bool IsSound() => Card is not null && Card.IsGenuine() && !(SecretHalf?.Length > WireLimits.Id);
}

/// <summary>The other answer to a <see cref="Hello"/>.</summary>
internal sealed record Refusal(string Reason) : WireMessage
{
    public override bool IsSound() => PlainText.IsLine(Reason);
}

/// <summary>Here is whom I know, or: here is where I am now.</summary>
internal sealed record Introduction(IReadOnlyList<PeerCard> Cards) : WireMessage
{
    public override bool IsSound() => Cards is { Count: <= WireLimits.Cards } && Cards.All(card => card is not null && card.IsGenuine());
}

/// <summary>A round of gossip: with whom I am linked.</summary>
internal sealed record Presence(IReadOnlyList<string> Linked) : WireMessage
{
    public override bool IsSound() =>
        Linked is { Count: <= WireLimits.Ids } && Linked.All(WireLimits.IsId);
}

/// <summary>A line for everyone. Friends pass it on, so it is signed.</summary>
internal sealed record ChatLine(Guid Id, string From, string Text, byte[] Signature) : WireMessage
{
    public string SignedText() => string.Join('\n', "meshchat line", From, Id, Text);

    public override bool IsSound() =>
        WireLimits.IsId(From) && PlainText.IsLine(Text) && Signature is { Length: <= WireLimits.Signature };
}

/// <summary>A line for one peer, sealed with the shared secret; a friend of both may carry it.</summary>
internal sealed record DirectMessage(Guid Id, string From, string To, byte[] Sealed) : WireMessage
{
    public override bool IsSound() =>
        WireLimits.IsId(From) && WireLimits.IsId(To) && Sealed is { Length: <= SealedText.MaxBytes };
}

/// <summary>Are you there?</summary>
internal sealed record Ping(long Number) : WireMessage
{
    public override bool IsSound() => true;
}

/// <summary>The answer to a <see cref="Ping"/>.</summary>
internal sealed record Pong(long Number) : WireMessage
{
    public override bool IsSound() => true;
}

/// <summary>The last words on a link.</summary>
/// <param name="Leaving">The peer leaves the mesh; else it closes this link only.</param>
internal sealed record Goodbye(bool Leaving) : WireMessage
{
    public override bool IsSound() => true;
}
