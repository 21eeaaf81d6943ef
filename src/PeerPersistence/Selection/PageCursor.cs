using System.Globalization;
using System.Text;

namespace PeerPersistence;

/// <summary>Where a page ended: the last peer's sort key and id, so that peers who come and go between pages shift nothing.</summary>
internal readonly struct PageCursor(long lastKey, string lastPeerId)
{
    /// <summary>Whether a peer comes after this place.</summary>
    public bool IsBefore(long key, string peerId, PeerSortOrder order)
    {
        var position = order == PeerSortOrder.Descending ? lastKey.CompareTo(key) : key.CompareTo(lastKey);
        return position > 0 || (position == 0 && string.CompareOrdinal(peerId, lastPeerId) > 0);
    }

    /// <summary>The token that a user hands back; it carries the query, so that another one is noticed.</summary>
    public string ToToken(PeerQuery query) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Signature(query)}|{lastKey.ToString(CultureInfo.InvariantCulture)}|{lastPeerId}"));

    /// <exception cref="ArgumentException">It is no token, or one of another query.</exception>
    public static PageCursor Parse(string continuationToken, PeerQuery query)
    {
        var text = Decode(continuationToken);
        var signature = Signature(query) + "|";
        if (text is null || !text.StartsWith(signature, StringComparison.Ordinal))
            throw new ArgumentException(
                "The continuation token must be one of this query (was of another, or none).", nameof(continuationToken));
        var rest = text[signature.Length..];
        var bar = rest.IndexOf('|', StringComparison.Ordinal);
        return bar > 0 && long.TryParse(rest.AsSpan(0, bar), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key)
            ? new(key, rest[(bar + 1)..])
            : throw new ArgumentException("The continuation token must be as it was given (was damaged).", nameof(continuationToken));
    }

    private static string Signature(PeerQuery query) =>
        FormattableString.Invariant($"1|{query.SortBy}|{query.Order}|{query.MinQuality}|{query.MaxAge?.Ticks}|{query.ExcludeBlacklisted}|")
        + FormattableString.Invariant($"{query.IsPinned}|{query.IsFriend}|{query.IsBlocked}|{query.Where is not null}");

    private static string? Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
