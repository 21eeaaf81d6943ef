namespace MeshChat;

/// <summary>
/// One side's description of a data channel, on its way to the other side by whoever can carry it. Its author signed it, and it holds the
/// fingerprint of the key that encrypts the channel: so whoever is at the other end of the channel is the author.
/// </summary>
/// <param name="Call">Tells one call from the next.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="To">Whom it is for.</param>
/// <param name="Description">The session description, with all candidates; empty: the call is refused.</param>
/// <param name="IsAnswer">Whether it answers a call.</param>
/// <param name="Invitation">The token of an invitation, from a stranger.</param>
/// <param name="Signature">The author's.</param>
internal sealed record Signal(
    Guid Call, PeerCard Author, string To, string Description, bool IsAnswer, string? Invitation = null, string Signature = "")
{
    private const int LongestDescription = 16 * 1024;

    // None of the parts but the last can hold a line feed, so no two signals have the same text.
    public string SignedText() => string.Join(
        '\n', "meshchat signal", Call, IsAnswer, Author.Id, Author.Name, To, Invitation, Description);

    /// <summary>Whether every part is there and within bounds.</summary>
    public bool IsSound() => Author is not null && Author.IsSound() && WireLimits.IsId(To)
        && Description is { Length: <= LongestDescription } && Signature is not null
        && (Invitation is null || (Invitation.Length <= WireLimits.Id && Base64Url.Decode(Invitation) is not null));
}
