using System.Globalization;

namespace PeerPersistence;

/// <summary>The names of the keys, the original's: where what is kept under a prefix.</summary>
internal sealed class StorageKeys(string prefix)
{
    /// <summary>For more peers than any store holds: a later page was planted, and there would be none behind it.</summary>
    private const int LastPage = 1 << 20;

    private readonly string _peer = prefix + "peer:";
    private readonly string _index = prefix + "peers:index";

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

    /// <summary>The peer whose record a key holds, or <c>null</c>.</summary>
    public string? PeerOf(string key) =>
        key.StartsWith(_peer, StringComparison.Ordinal) && key[_peer.Length..] is var peerId && PeerId.IsValid(peerId) ? peerId : null;

    /// <summary>The number of the index page that a key holds, or <c>null</c>.</summary>
    public int? IndexPageOf(string key)
    {
        if (key == _index)
            return 0;
        return key.StartsWith(_index + ":", StringComparison.Ordinal)
            && int.TryParse(key[(_index.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page <= LastPage && key == IndexPage(page)
                ? page
                : null;
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
}
