using System.Diagnostics.CodeAnalysis;

namespace PeerPersistence;

/// <summary>What may be a peer's identifier: it becomes part of a key and is shown in messages.</summary>
public static class PeerId
{
    /// <summary>
    /// Whether a text may be an identifier: 1 to <see cref="PeerLimits.PeerIdLength"/> characters, no control character, no half of a
    /// surrogate pair.
    /// </summary>
    /// <param name="peerId">The text; <c>null</c> is none.</param>
    public static bool IsValid([NotNullWhen(true)] string? peerId) => peerId is not null && FaultOf(peerId) is null;

    /// <summary>What is wrong with an identifier, or <c>null</c>. It does not quote it.</summary>
    internal static string? FaultOf(string peerId)
    {
        if (peerId.Length is 0 or > PeerLimits.PeerIdLength)
            return $"must have 1 to {PeerLimits.PeerIdLength} characters (had {peerId.Length})";
        if (peerId.Any(char.IsControl))
            return $"must have no control characters (had {peerId.Count(char.IsControl)})";
        return IsWellFormed(peerId) ? null : "must have no unpaired surrogates (had one)";
    }

    /// <summary>Whether a text survives UTF-8.</summary>
    internal static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
