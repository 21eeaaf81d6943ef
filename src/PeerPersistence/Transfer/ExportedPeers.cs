namespace PeerPersistence;

/// <summary>The peers of an export's JSON.</summary>
/// <param name="utf8">The export.</param>
/// <param name="isProtected">Whether what is sealed in it counts.</param>
internal sealed class ExportedPeers(ReadOnlyMemory<byte> utf8, bool isProtected) : ParsedPeers
{
    /// <summary>Reads one entry for the first time, and takes it in where it is a peer.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="index">Its place among all.</param>
    /// <param name="isLeftOut">Whether the peer has a secret that is not here.</param>
    /// <returns><c>null</c>: it is a peer.</returns>
    /// <exception cref="ImportFormatException">It is a multitude of empty parts, or holds what is sealed and nothing protects.</exception>
    public ImportFailure? TryAdd(int start, int length, int index, out bool isLeftOut)
    {
        string? peerId = null;
        isLeftOut = false;
        try
        {
            var record = utf8.Span.Slice(start, length);
            if (PeerJson.IsMultitude(record))
                throw JsonBudget.Refusal();
            var document = PeerJson.Document(record);
            peerId = document.PeerId;
            var stored = PeerMapping.FromDocument(document);
            PeerLimitCheck.CheckImported(stored.Peer, isOfStore: true);
            if (!isProtected && (IsSealed(stored.Envelope) || stored.Credentials.Values.Any(credential => IsSealed(credential.Envelope))))
                throw new ImportFormatException("The export holds sealed secrets, and what protects them is missing.");
            Add(start, length, stored.Peer.PeerId);
            isLeftOut = document.SecretLeftOut;
            return null;
        }
        catch (ArgumentException e)
        {
            return new(index, peerId, e.Message);
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            return new(index, peerId, "It is no peer: it lacks a valid id, or a field has another type.");
        }
    }

    protected override (PeerData Peer, PeerExtras Extras) Read(int start, int length)
    {
        var document = PeerJson.Document(utf8.Span.Slice(start, length));
        var stored = PeerMapping.FromDocument(document);
        return (stored.Peer, new()
        {
            Envelope = isProtected ? stored.Envelope : null,
            Credentials = isProtected && stored.Credentials.Count > 0
                ? stored.Credentials.ToDictionary(each => each.Key, each => each.Value.Envelope, StringComparer.Ordinal)
                : ValueMap<string>.None,
            Presence = PresenceState.TryParse(stored.Presence) is null ? null : stored.Presence,
            Evidence = document.Evidence,
            Told = PeerExtras.ToldOf(stored.Addresses),
        });
    }

    private static bool IsSealed(string? envelope) => envelope?.StartsWith(SealedText.Prefix, StringComparison.Ordinal) == true;
}
