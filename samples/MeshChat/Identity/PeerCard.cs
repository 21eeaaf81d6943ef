namespace MeshChat;

/// <summary>What a peer says of itself, signed: friends pass it on as it is, and nobody can change it on the way.</summary>
internal sealed record PeerCard
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The public key as a JWK; its thumbprint is the <see cref="Id"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Where the peer listens, as <c>address:port</c>.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Of two cards the later one counts.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    public required byte[] Signature { get; init; }

    public static PeerCard Issue(PeerIdentity identity, string name, IReadOnlyList<string> addresses, DateTimeOffset now)
    {
        var card = new PeerCard
        {
            Id = identity.Id, Name = name, Key = identity.PublicKey.Jwk, Addresses = addresses, IssuedAt = now, Signature = [],
        };
        return card with { Signature = identity.Sign(card.SignedText()) };
    }

    /// <summary>Whether its owner wrote it, and it is within bounds.</summary>
    public bool IsGenuine() =>
        PlainText.IsName(Name)
        && Addresses is { Count: > 0 and <= WireLimits.Addresses } && Addresses.All(address => ListenAddress.Parse(address) is not null)
        && Key is { Length: <= WireLimits.Key } && PublicKey.Parse(Key) is { } key && key.Jwk == Key && key.Id == Id
        && Signature is { Length: <= WireLimits.Signature } && key.Verifies(SignedText(), Signature);

    // None of the parts can hold a line feed, so no two cards have the same text.
    public string SignedText() => string.Join('\n', ["meshchat card", Id, Name, $"{IssuedAt.UtcTicks}", .. Addresses]);
}
