using System.Text.Json;

namespace PeerPersistence.Cli;

/// <summary>
/// The parts of records that could not be read and are kept as they are, out of an export. Their names, never what they hold.
/// </summary>
internal static class PartsSetAside
{
    private const string SetAside = "setAside";

    /// <summary>The application's own, in which a field may have any name.</summary>
    private const string Metadata = "metadata";

    public static IEnumerable<Finding> In(string exportJson)
    {
        using var export = JsonDocument.Parse(exportJson);
        List<Finding> findings = [];
        foreach (var peer in export.RootElement.GetProperty("peers").EnumerateArray())
        {
            if (NamesIn(peer, "").ToList() is { Count: > 0 } names)
                findings.Add(Finding.Parts(peer.GetProperty("peerId").GetString()!, names));
        }

        return findings;
    }

    private static IEnumerable<string> NamesIn(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(field => field.Name switch
        {
            Metadata when path.Length == 0 => [],
            SetAside when field.Value.ValueKind == JsonValueKind.Object => field.Value.EnumerateObject().Select(part => path + part.Name),
            _ => NamesIn(field.Value, $"{path}{field.Name}."),
        }),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) => NamesIn(item, $"{path.TrimEnd('.')}[{i}].")),
        _ => [],
    };
}
