namespace PeerPersistence;

/// <summary>What an identifier may be: it becomes part of a key and is shown in messages.</summary>
internal static class PeerIds
{
    /// <summary>What is wrong with an identifier, or <c>null</c>.</summary>
    public static string? FaultOf(string peerId)
    {
        if (peerId.Length is 0 or > PeerLimits.PeerIdLength)
            return $"has 1 to {PeerLimits.PeerIdLength} characters";
        if (peerId.Any(char.IsControl))
            return "has no control characters";
        return IsWellFormed(peerId) ? null : "has no unpaired surrogates";
    }

    /// <summary>Whether a text survives UTF-8.</summary>
    public static bool IsWellFormed(string text)
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
