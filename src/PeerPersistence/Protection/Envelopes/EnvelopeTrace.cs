namespace PeerPersistence;

/// <summary>Tells whether a key sealed an envelope that does not open: what was changed must not hide which key it needs.</summary>
internal static class EnvelopeTrace
{
    private const int Head = Envelope.HeaderLength + Envelope.CommitmentLength;
    private const int FirstSaltBit = 8 * 8;

    // Of 128 bits that have nothing to do with each other some 64 differ.
    private const int MostChangedBits = 16;

    /// <summary>Whether it was sealed under the key of this id, whatever was done to its first eight bytes, to a few bits of its
    /// commitment, or to one bit of its salt.</summary>
    public static bool IsSealedUnder(ReadOnlySpan<byte> key, uint keyId, ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length < Envelope.Overhead)
            return false; // Holds no ciphertext, so nothing that a key could open.

        Span<byte> head = stackalloc byte[Head];
        envelope[..Head].CopyTo(head);
        Envelope.RepairHeader(head, keyId);
        if (Fits(key, head))
            return true;
        for (var bit = FirstSaltBit; bit < Envelope.HeaderLength * 8; bit++)
        {
            head[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Fits(key, head))
                return true;
            head[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        return false;
    }

    private static bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> head)
    {
        using var keys = new EnvelopeKeys(key, head[..Envelope.HeaderLength]);
        var changed = 0;
        for (var i = 0; i < Envelope.CommitmentLength; i++)
        {
            for (var bits = keys.Commitment[i] ^ head[Envelope.HeaderLength + i]; bits != 0; bits &= bits - 1)
                changed++;
        }

        return changed <= MostChangedBits;
    }
}
