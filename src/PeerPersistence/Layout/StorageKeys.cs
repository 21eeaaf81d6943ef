using System.Globalization;

namespace PeerPersistence;

/// <summary>The names of the keys, the original's: where what is kept under a prefix.</summary>
internal sealed class StorageKeys(string prefix)
{
    /// <summary>For more peers than any store holds: a later page was planted, and there would be none behind it.</summary>
    private const int LastPage = 1 << 20;

    private readonly string _peer = prefix + "peer:";
    private readonly string _index = prefix + "peers:index";
    private readonly string _summaries = prefix + "peer:\u0001summaries";

    /// <summary>What every key begins with.</summary>
    public string Prefix { get; } = prefix;

    public string Metadata { get; } = prefix + "peers:metadata";

    /// <summary>The memory of removed peers.</summary>
    public string Removed { get; } = prefix + "peers:removed";

    public string Schema { get; } = prefix + "schema:version";

    public string KeyRing { get; } = prefix + "encryption:key";

    /// <summary>Where the original's key lies while its secrets are sealed anew.</summary>
    public string OriginalKey { get; } = prefix + "encryption:original";

    public string Peer(string peerId) => _peer + peerId;

    /// <summary>Page 0 is the original's index; those after it carry their number.</summary>
    public string IndexPage(int page) => page == 0 ? _index : _index + ":" + page.ToString(CultureInfo.InvariantCulture);

    /// <summary>What summaries are kept in the store, see <see cref="SummaryStore"/>.</summary>
    /// <remarks>No peer's key: an identifier has no control character. Earlier versions pass over it, and remove it with all that is
    /// ours.</remarks>
    public string Summaries => _summaries;

    /// <summary>The summaries of the peers of an index page.</summary>
    public string SummariesOf(int page) => _summaries + ":" + page.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a key holds summaries.</summary>
    public bool IsOfSummaries(string key) => key.StartsWith(_summaries, StringComparison.Ordinal);

    /// <summary>The index page whose summaries a key holds, or <c>null</c>.</summary>
    public int? SummariesPageOf(string key) => PageIn(key, _summaries) is { } page && key == SummariesOf(page) ? page : null;

    /// <summary>The peer whose record a key holds, or <c>null</c>.</summary>
    public string? PeerOf(string key) =>
        key.StartsWith(_peer, StringComparison.Ordinal) && key[_peer.Length..] is var peerId && PeerId.IsValid(peerId) ? peerId : null;

    /// <summary>The number of the index page that a key holds, or <c>null</c>.</summary>
    public int? IndexPageOf(string key)
    {
        if (key == _index)
            return 0;
        return PageIn(key, _index) is { } page && key == IndexPage(page) ? page : null;
    }

    /// <summary>Whether a key is one of this layout; an application may keep others under the same prefix.</summary>
    public bool IsOurs(string key) =>
        key == Metadata
            || key == Removed
            || key == Schema
            || key == KeyRing
            || key == OriginalKey
            || IndexPageOf(key) is not null
            || key.StartsWith(_peer, StringComparison.Ordinal);

    private static int? PageIn(string key, string stem) =>
        key.Length > stem.Length && key[stem.Length] == ':' && key.StartsWith(stem, StringComparison.Ordinal)
        && int.TryParse(key[(stem.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page <= LastPage
            ? page
            : null;
}
