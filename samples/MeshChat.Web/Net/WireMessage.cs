using System.Text.Json.Serialization;

namespace MeshChat;

/// <summary>What peers say to each other, one JSON object a message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Carried), "signal")]
[JsonDerivedType(typeof(Absent), "absent")]
[JsonDerivedType(typeof(Introduction), "introduction")]
[JsonDerivedType(typeof(Presence), "presence")]
[JsonDerivedType(typeof(ChatLine), "line")]
[JsonDerivedType(typeof(Goodbye), "goodbye")]
internal abstract record WireMessage
{
    /// <summary>Whether every part is there and within bounds.</summary>
    public abstract bool IsSound();
}

/// <summary>Pass this on to whom it is for.</summary>
internal sealed record Carried(Signal Signal) : WireMessage
{
    public override bool IsSound() => Signal is not null && Signal.IsSound();
}

/// <summary>The peer to whom something should be passed on is not linked with me.</summary>
internal sealed record Absent(string PeerId) : WireMessage
{
    public override bool IsSound() => WireLimits.IsId(PeerId);
}

/// <summary>These are here, too.</summary>
internal sealed record Introduction(IReadOnlyList<PeerCard> Cards) : WireMessage
{
    public override bool IsSound() => Cards is { Count: <= WireLimits.Cards } && Cards.All(card => card is not null && card.IsSound());
}

/// <summary>With whom I am linked.</summary>
internal sealed record Presence(IReadOnlyList<string> Linked) : WireMessage
{
    public override bool IsSound() => Linked is { Count: <= WireLimits.Ids } && Linked.All(WireLimits.IsId);
}

/// <summary>A line for everyone. Friends pass it on, so it is signed.</summary>
internal sealed record ChatLine(Guid Id, string From, string Text, string Signature) : WireMessage
{
    public string SignedText() => string.Join('\n', "meshchat line", From, Id, Text);

    public override bool IsSound() => WireLimits.IsId(From) && PlainText.IsLine(Text) && Signature is not null;
}

/// <summary>The last words on a link: the user ended it, and wants no other for now.</summary>
internal sealed record Goodbye : WireMessage
{
    public override bool IsSound() => true;
}
