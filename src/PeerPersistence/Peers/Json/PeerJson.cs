using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>A peer's record as UTF-8 JSON.</summary>
internal static class PeerJson
{
    // Of so few bytes nothing large is made.
    private const int SmallLength = 16 * 1024;
    private const int MemoryForEach = 4;

    // What comes in is let in less easily than what is there is read, so that what was let in can be read with all that is added to it.
    private const int MemoryForEachIncoming = 3;
    private const int AlwaysForIncoming = 1536 * 1024;

    // A record of an odd form is read twice, and each value becomes an object of its own.
    private const int MemoryForEachOdd = 1;
    private const int AlwaysForOdd = 512 * 1024;
    private const int MaxDepth = 64;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a record, whatever its size: what its user gives is limited, what we remember of it has its own room.</summary>
    /// <exception cref="ArgumentException">It cannot be written, because of its metadata.</exception>
    public static byte[] Write(StoredPeer peer, string? parameter = "peer")
    {
        try
        {
            return PeerDocumentWriter.Write(peer, peer.Evidence, peer.HasClearSecret ? peer.Peer.SharedSecret : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException(
                $"Metadata of peer '{peer.Peer.PeerId}' must be JSON of at most 64 levels (was none, or nested more deeply).", parameter);
        }
    }

    /// <summary>Reads a record. What cannot be read costs that part, unless it is vital.</summary>
    /// <param name="utf8">The record.</param>
    /// <param name="peerId">Whose it should be.</param>
    /// <param name="use">What for; in a record of an odd form all is there anyway.</param>
    /// <exception cref="PeerDataCorruptedException">It is not the record of <paramref name="peerId"/>.</exception>
    public static StoredPeer Read(ReadOnlySpan<byte> utf8, string peerId, RecordUse use = RecordUse.Change)
    {
        StoredPeer stored;
        try
        {
            RefuseMultitude(utf8, isOdd: false);
            stored = PeerMapping.FromDocument(Document(LoneSurrogates.Replace(utf8), peerId, use));
        }
        catch (Exception e) when (IsDamage(e))
        {
            // The serializer's own message may quote the record, which holds addresses.
            throw new PeerDataCorruptedException(peerId, "it is no JSON of a peer.");
        }

        return stored.Peer.PeerId == peerId
            ? stored
            : throw new PeerDataCorruptedException(peerId, "it names another peer.");
    }

    /// <summary>What can still be read of a damaged record: its key and secret, and all else that stands before the damage.</summary>
    /// <returns><c>null</c>: nothing, or another peer's.</returns>
    public static StoredPeer? Rescue(ReadOnlySpan<byte> utf8, string peerId, DateTimeOffset now)
    {
        try
        {
            RefuseMultitude(utf8, isOdd: true, isDamaged: true);
            if (Rescued(LoneSurrogates.Replace(utf8), peerId) is not { } rescued)
                return null;
            var document = PeerDocumentReader.Document(rescued);
            document.FirstSeen ??= now;
            return PeerMapping.FromDocument(document) with { IsRescued = true };
        }
        catch (Exception e) when (IsDamage(e))
        {
            return null;
        }
    }

    /// <summary>Whether an exception says that JSON is none, or none of ours.</summary>
    public static bool IsDamage(Exception e) => e is JsonException or InvalidOperationException or FormatException;

    /// <summary>Reads a record as it is stored.</summary>
    /// <param name="utf8">The record, without halves of characters.</param>
    /// <param name="peerId">Whose it should be, see <see cref="PeerDocumentReader"/>.</param>
    /// <param name="use">What for; in a record of an odd form all is there anyway.</param>
    /// <exception cref="JsonException">It is no peer, or a vital field cannot be read.</exception>
    public static PeerDocument Document(ReadOnlySpan<byte> utf8, string? peerId = null, RecordUse use = RecordUse.Change)
    {
        try
        {
            return PeerDocumentReader.Document(utf8, peerId, use);
        }
        catch (Exception e) when (IsDamage(e))
        {
            return DocumentOfOddForm(utf8);
        }
    }

    private static PeerDocument DocumentOfOddForm(ReadOnlySpan<byte> utf8)
    {
        RefuseMultitude(utf8, isOdd: true);
        return PeerDocumentReader.Document(Repaired(utf8));
    }

    // These two hold twice what they return, and nobody holds it any more when that is read.
    private static byte[] Repaired(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var record = JsonElement.ParseValue(ref reader);
        return reader.Read() ? throw new JsonException("More follows.") : Written(LenientRecord.Repair(record));
    }

    private static byte[]? Rescued(ReadOnlySpan<byte> utf8, string peerId) =>
        LenientRecord.Rescue(utf8, peerId) is { } rescued ? Written(rescued) : null;

    private static byte[] Written(IReadOnlyDictionary<string, object> record)
    {
        using var writer = new RecordWriter();
        LenientValue.Write(writer, record);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="PeerSummaries.Of"/> needs of a record, which takes half the time.</summary>
    /// <inheritdoc cref="TryRead"/>
    public static bool TryReadForSummary(ReadOnlySpan<byte> utf8, string peerId, [NotNullWhen(true)] out StoredPeer? stored)
    {
        stored = TryReadPart(utf8, peerId, out _);
        return stored is not null || TryRead(utf8, peerId, out stored);
    }

    /// <summary>The same of a record in which nothing is odd; <c>null</c>: read the whole to see.</summary>
    public static StoredPeer? TryReadPart(ReadOnlySpan<byte> utf8, string peerId, out PeerDocument document)
    {
        document = default;
        try
        {
            // What is passed over must be what could be read.
            s_strictUtf8.GetCharCount(utf8);
            RefuseMultitude(utf8, isOdd: false);
            document = PeerDocumentReader.Document(LoneSurrogates.Replace(utf8), peerId, RecordUse.Summarize);
            // Two of a field are odd, and the last one counts.
            if (document.HasAddressesLeftOut && NetworkGroup.Of(document.LastKnownIP) is null)
                return null;
            var stored = PeerMapping.FromDocument(document);
            return stored.Peer.PeerId == peerId ? stored : null;
        }
        catch (Exception e) when (IsDamage(e) || e is DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Whether a record that somebody gives was made to take many times its size.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool IsMultitude(ReadOnlySpan<byte> utf8) => utf8.Length > SmallLength
        && !new JsonBudget(utf8.Length, MemoryForEachIncoming, AlwaysForIncoming).TrySpend(utf8, MaxDepth);

    /// <summary>A record that was made to take a hundred times its size is none.</summary>
    private static void RefuseMultitude(ReadOnlySpan<byte> utf8, bool isOdd, bool isDamaged = false)
    {
        if (utf8.Length <= SmallLength)
            return;
        var budget = isOdd ? new JsonBudget(utf8.Length, MemoryForEachOdd, AlwaysForOdd) : new JsonBudget(utf8.Length, MemoryForEach);
        try
        {
            if (budget.TrySpend(utf8, MaxDepth))
                return;
        }
        catch (JsonException) when (isDamaged)
        {
            return; // Nothing is read from here on.
        }

        throw new JsonException("It is a multitude of empty parts.");
    }

    /// <summary>Reads a record, or says <c>false</c> where it is damaged.</summary>
    /// <inheritdoc cref="Read"/>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8, string peerId, [NotNullWhen(true)] out StoredPeer? stored, RecordUse use = RecordUse.Change)
    {
        try
        {
            stored = Read(utf8, peerId, use);
            return true;
        }
        catch (PeerDataCorruptedException)
        {
            stored = null;
            return false;
        }
    }
}
