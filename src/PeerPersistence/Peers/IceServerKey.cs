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

    /// <summary>Each text after its length, so that no two servers read the same.</summary>
    private static string Of(IceServer server) => string.Concat(server.Urls.Append(server.Username)
        .Select(text => (text?.Length ?? 0).ToString(CultureInfo.InvariantCulture) + ":" + text));
}
