using System.Globalization;

namespace PeerPersistence;

/// <summary>Tells a peer's servers apart by their URLs and their user: as long as these stay, a credential stays.</summary>
internal static class IceServerKey
{
    /// <summary>Each server with its key; several alike are numbered.</summary>
    public static IEnumerable<(IceServer Server, string Key)> Each(IEnumerable<IceServer> servers)
    {
        var alike = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var server in servers)
        {
            var key = Of(server);
            var number = alike[key] = alike.GetValueOrDefault(key) + 1;
            yield return (server, number == 1 ? key : key + "#" + number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// The servers as they are given, but that one without a credential, whose URLs are those of a known one in another order, in other
    /// capitals or twice, has them as that one has.
    /// </summary>
    public static IEnumerable<IceServer> SpelledAs(IEnumerable<(IceServer Server, string Key)> known, IReadOnlyList<IceServer> given)
    {
        var asKnown = Each(given).Select(each => each.Key).ToHashSet(StringComparer.Ordinal);
        var others = known.Where(each => !asKnown.Contains(each.Key)).Select(each => each.Server).ToList();
        foreach (var server in given)
        {
            var at = server.Credential is null ? others.FindIndex(other => AreSame(server, other)) : -1;
            yield return at < 0 ? server : server with { Urls = others[at].Urls };
            if (at >= 0)
                others.RemoveAt(at);
        }
    }

    /// <summary>No part of a STUN or TURN URL tells capitals from small letters, but for a user, which stood in it long ago.</summary>
    private static bool AreSame(IceServer one, IceServer other) =>
        one.Username == other.Username && Plain(one.Urls).SetEquals(Plain(other.Urls));

    private static HashSet<string> Plain(IEnumerable<string> urls) =>
        new(urls.Select(url => url.Contains('@') ? url : url.ToLowerInvariant()), StringComparer.Ordinal);

    /// <summary>Each text after its length, so that no two servers read the same.</summary>
    private static string Of(IceServer server) => string.Concat(server.Urls.Append(server.Username)
        .Select(text => (text?.Length ?? 0).ToString(CultureInfo.InvariantCulture) + ":" + text));
}
