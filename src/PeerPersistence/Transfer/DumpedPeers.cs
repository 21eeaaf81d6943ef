namespace PeerPersistence;

/// <summary>The peers of a dump of a browser's storage, each record a text within it.</summary>
internal sealed class DumpedPeers(ReadOnlyMemory<byte> utf8) : ParsedPeers
{
    private const string NoPeer = "Its record is no peer, or its secret is too large.";

    private readonly Dictionary<int, string> _opened = [];

    /// <summary>Reads one record for the first time, and takes it in where it is the peer's.</summary>
    /// <param name="start">Where its text begins, at the quote.</param>
    /// <param name="peerId">Whose it should be.</param>
    /// <param name="index">Its place among the peers of the dump.</param>
    /// <param name="envelope">Its secret as the original sealed it, if it has one.</param>
    /// <returns>What is wrong with it; <c>null</c>: nothing.</returns>
    /// <exception cref="ImportFormatException">It is a multitude of empty parts.</exception>
    public ImportFailure? TryAdd(int start, string peerId, int index, out string? envelope)
    {
        envelope = null;
        var record = Record(start);
        RefuseMultitude(record);
        if (!PeerJson.TryRead(record, peerId, out var stored) || stored.Envelope?.Length > OriginalSecret.MaxLength)
            return new(index, peerId, NoPeer);
        try
        {
            PeerLimitCheck.CheckImported(stored.Peer, isOfStore: true);
        }
        catch (ArgumentException e)
        {
            return new(index, peerId, e.Message);
        }

        envelope = stored.Envelope;
        Add(start, record.Length, peerId);
        return null;
    }

    /// <summary>Says what was sealed in a record.</summary>
    public void Opened(int start, string secret) => _opened[start] = secret;

    /// <remarks>Of what the record remembers only what the original wrote is taken.</remarks>
    protected override (PeerData Peer, PeerExtras Extras) Read(int start, int length)
    {
        var stored = PeerMapping.FromDocument(PeerJson.Document(LoneSurrogates.Replace(Record(start))));
        if (stored.Envelope is null)
            return (stored.Peer, PeerExtras.None);
        var secret = _opened.GetValueOrDefault(start);
        return (stored.Peer with { SharedSecret = secret },
            secret is null ? new() { Envelope = SealedText.PutAside(stored.Envelope) } : PeerExtras.None);
    }

    private ReadOnlySpan<byte> Record(int start)
    {
        var reader = JsonText.At(utf8.Span, start);
        return JsonText.Utf8(reader);
    }

    private static void RefuseMultitude(ReadOnlySpan<byte> record)
    {
        var isMultitude = false;
        try
        {
            isMultitude = PeerJson.IsMultitude(record);
        }
        catch (System.Text.Json.JsonException)
        {
            // It is no peer, and nothing is made of it.
        }

        if (isMultitude)
            throw JsonBudget.Refusal();
    }
}
