using System.Text;
using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Transfer;

/// <summary>Spoils JSON, and makes it up: the same seed, the same texts.</summary>
internal sealed class Fuzz(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1.5", "1e400", "-1e400", "2147483648", "9223372036854775808", "253402300800000", "\"\"", "\"x\"", "\"1\"", "\"2.0.0\"",
        "\"pp1.AAAA\"", "\"pp1.UFABAQAAAAE\"", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"", "\"\\ud83d\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\\\ud800\"", "{}", "[]", "[null]", "[[]]",
        "{\"\":null}", "{\"urls\":[1]}", "{\"urls\":null}", "{\"type\":7}", "[{\"candidate\":null}]", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "\"" + new string('y', 3000) + "\"", "\"\ud83d\"", "1e-400", "-0",
    ];

    private static readonly string[] Names =
    [
        "version", "exportDate", "peers", "protection", "key", "seal", "peerId", "userId", "displayName", "firstSeen", "lastSeen", "lastConnected", "publicKey", "sharedSecret",
        "encryptedSecret", "secretLeftOut", "secretRevision", "lastKnownIP", "iceServers", "urls", "username", "cachedCandidates", "candidate", "sdpMid", "sdpMLineIndex",
        "connectionQuality", "latency", "successRate", "connectionType", "avgUptime", "totalConnections", "reconnectionAttempts", "blacklistUntil", "isPinned", "presence",
        "metadata", "dataVersion", "unknown", "", "\\ud800", "PEERID", "__proto__",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Some bytes or some values of a text that was sound.</summary>
    public string Spoil(string json) => _random.Next(3) == 0 ? SpoilText(json) : SpoilValues(json);

    /// <summary>A value that nobody wrote, of the fields that there are.</summary>
    public string Value(int depth = 0)
    {
        if (depth > 5 || _random.Next(2) == 0)
            return Pick(Values);
        var items = Enumerable.Range(0, _random.Next(6)).Select(_ => Value(depth + 1));
        return _random.Next(3) == 0
            ? "[" + string.Join(',', items) + "]"
            : "{" + string.Join(',', items.Select(item => $"\"{Pick(Names)}\":{item}")) + "}";
    }

    /// <summary>An object with these fields, each of them made up, some missing or twice, and others.</summary>
    public string Object(params string[] fields)
    {
        var names = fields.Where(_ => _random.Next(5) != 0).Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(Names)));
        return "{" + string.Join(',', names.Select(name => $"\"{name}\":{Value(1)}")) + "}";
    }

    public int Next(int limit) => _random.Next(limit);

    private string SpoilText(string json)
    {
        var text = new StringBuilder(json);
        for (var times = 1 + _random.Next(4); times > 0 && text.Length > 0; times--)
        {
            var (at, length) = (_random.Next(text.Length), _random.Next(Math.Min(40, text.Length)));
            length = Math.Min(length, text.Length - at);
            switch (_random.Next(6))
            {
                case 0: text[at] = (char)_random.Next(128); break;
                case 1: text[at] = (char)_random.Next(0x10000); break;
                case 2: text.Remove(at, length); break;
                case 3: text.Insert(at, text.ToString(at, length)); break;
                case 4: text.Insert(at, Pick(Values)); break;
                default: text.Length = at; break;
            }
        }

        return text.ToString();
    }

    private string SpoilValues(string json)
    {
        var root = JsonNode.Parse(json)!;
        var marks = new Dictionary<string, string>();
        for (var times = 1 + _random.Next(4); times > 0; times--)
        {
            var nodes = Below(root).ToList();
            if (nodes.Count == 0)
                break;
            var node = nodes[_random.Next(nodes.Count)];
            var mark = $"mark-{marks.Count}-";
            marks[$"\"{mark}\""] = Pick(Values);
            switch (node.Parent)
            {
                case JsonObject parent:
                    var name = parent.Single(field => ReferenceEquals(field.Value, node)).Key;
                    parent.Remove(name);
                    if (_random.Next(4) != 0)
                        parent[_random.Next(6) == 0 ? Pick(Names) : name] = mark;
                    break;
                case JsonArray parent:
                    parent[parent.IndexOf(node)] = mark;
                    if (_random.Next(4) == 0)
                        parent.Add(node.DeepClone());
                    break;
            }
        }

        return marks.Aggregate(root.ToJsonString(), (text, mark) => text.Replace(mark.Key, mark.Value, StringComparison.Ordinal));
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        var children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Below(child).Prepend(child));
    }

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];
}
