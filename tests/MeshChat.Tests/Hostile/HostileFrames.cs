using System.Text.Json;

namespace MeshChat.Tests.Hostile;

/// <summary>Frames that no honest peer sends: each field of each message with values that are wrong in one way.</summary>
internal static class HostileFrames
{
    private static readonly string[] Texts =
    [
        "\"\"", "\"\\u0001\"", "\"\\u0000\"", "\"a\\nb\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u001b[2J\"", "\"\\u202e\"", "\"..\"",
        $"\"{new string('a', 257)}\"", $"\"{new string('a', 5000)}\"", "null", "7", "1e999", "-1", "true", "[]", "{}", "[[]]", "\"AAAA\"",
        "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "9223372036854775807", "-9223372036854775808", "\"00000000-0000-0000-0000-000000000000\"",
    ];

    /// <summary>All of them, on behalf of a neighbour.</summary>
    public static IEnumerable<string> All(PeerIdentity self)
    {
        var (id, card) = (self.Id, TestIdentities.CardOf(self));
        (string Type, (string Name, string Value)[] Fields)[] messages =
        [
            ("hello",
                [("card", Json(card)), ("session", Guid), ("secretHalf", "\"half\""), ("invitation", "\"x\""), ("secretMark", "\"x\"")]),
            ("welcome", [("card", Json(card)), ("session", Guid), ("secretHalf", "\"half\"")]),
            ("refusal", [("reason", "\"no\"")]),
            ("introduction", [("cards", $"[{Json(card)}]")]),
            ("presence", [("linked", $"[\"{id}\"]")]),
            ("line", [("id", Guid), ("from", $"\"{id}\""), ("text", "\"hi\""), ("signature", "\"AAAA\"")]),
            ("direct", [("id", Guid), ("from", $"\"{id}\""), ("to", $"\"{id}\""), ("sealed", "\"AAAA\"")]),
            ("ping", [("number", "1")]),
            ("pong", [("number", "1")]),
            ("goodbye", [("leaving", "false")]),
        ];
        foreach (var (type, fields) in messages)
        {
            foreach (var field in fields)
            {
                foreach (var value in Texts.SelectMany(text => new[] { text, $"[{text}]" }))
                    yield return Message(type, fields.Select(other => other.Name == field.Name ? (other.Name, value) : other));
                yield return Message(type, fields.Where(other => other.Name != field.Name));
            }
        }

        (string Name, string Value)[] parts =
        [
            ("id", $"\"{id}\""), ("name", "\"alice\""), ("key", JsonSerializer.Serialize(card.Key)), ("addresses", "[\"127.0.0.1:4000\"]"),
            ("issuedAt", "\"2020-01-01T00:00:00+00:00\""), ("signature", "\"AAAA\""),
        ];
        foreach (var part in parts)
        {
            foreach (var value in Texts.SelectMany(text => new[] { text, $"[{text}]" }))
            {
                var fields = parts.Select(other => other.Name == part.Name ? (other.Name, value) : other);
                yield return $$"""{"type":"introduction","cards":[{{{Fields(fields)}}}]}""";
            }
        }

        foreach (var value in Texts)
            yield return $$"""{"type":{{value}}}""";
    }

    private static string Guid => "\"00000000-0000-0000-0000-000000000001\"";

    private static string Json(PeerCard card) => JsonSerializer.Serialize(card, WireJson.Default.PeerCard);

    private static string Message(string type, IEnumerable<(string Name, string Value)> fields) =>
        $$"""{"type":"{{type}}",{{Fields(fields)}}}""".Replace(",}", "}", StringComparison.Ordinal);

    private static string Fields(IEnumerable<(string Name, string Value)> fields) =>
        string.Join(',', fields.Select(field => $"\"{field.Name}\":{field.Value}"));
}
