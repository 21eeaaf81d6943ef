using System.Diagnostics.CodeAnalysis;

namespace PeerPersistence;

/// <summary>What may be a peer's identifier: it becomes part of a key and is shown in messages.</summary>
public static class PeerId
{
    /// <summary>
    /// Says whether a text may be an identifier: 1 to <see cref="PeerLimits.PeerIdLength"/> characters, no control character, no half of a
    /// surrogate pair.
    /// </summary>
    /// <param name="peerId">The text; <c>null</c> is not one.</param>
    /// <returns><c>true</c> if it may be one.</returns>
    public static bool IsValid([NotNullWhen(true)] string? peerId) => peerId is not null && FaultOf(peerId) is null;

    /// <summary>
    /// Finds known identifiers that look like this one but are different, such as <c>alice</c> with a Cyrillic <c>а</c>.
    /// </summary>
    /// <remarks>
    /// Ask it before you show a new peer to the user, who tells peers apart by what is shown. It serves for display names, too. It ignores
    /// case and characters that cannot be seen. It finds what most fonts draw alike. It does not prove that no other looks like it: the
    /// public key does. A program without ICU (<c>InvariantGlobalization</c>) does not find full width, ligatures, mathematical letters and
    /// accents that stand apart.
    /// </remarks>
    /// <param name="peerId">An identifier or name.</param>
    /// <param name="known">Those to compare it with, such as <see cref="IPeerQueries.GetAllPeerIdsAsync"/> gives.</param>
    /// <returns>Those that look alike, in the order of <paramref name="known"/>.</returns>
    /// <exception cref="ArgumentNullException">Either is <c>null</c>, or one of the known is.</exception>
    public static IReadOnlyList<string> LookAlikesOf(string peerId, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(peerId);
        ArgumentNullException.ThrowIfNull(known);
        var shown = LooksOf(peerId);
        return [.. known.Where(other => LooksOf(other ?? throw new ArgumentNullException(nameof(known))) is var looks && other != peerId
            && (looks.AsIs == shown.AsIs || looks.Small == shown.Small || looks.Large == shown.Large))];
    }

    /// <summary>A large I is a small l as it is shown; a large Ν is an N, and its small ν is a v.</summary>
    private static (string AsIs, string Small, string Large) LooksOf(string text) =>
        (Skeleton.Of(text), Skeleton.Of(text.ToLowerInvariant()), Skeleton.Of(text.ToUpperInvariant()));

    /// <summary>What is wrong with an identifier, or <c>null</c>. It does not quote it.</summary>
    internal static string? FaultOf(string peerId)
    {
        if (peerId.Length is 0 or > PeerLimits.PeerIdLength)
            return $"must have 1 to {PeerLimits.PeerIdLength} characters (had {peerId.Length})";
#if NET8_0_OR_GREATER
        if (!peerId.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return null; // As nearly all are.
#endif
        foreach (var character in peerId)
        {
            if (char.IsControl(character))
                return $"must have no control characters (had {peerId.Count(char.IsControl)})";
        }

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
