using System.Text.Json;

namespace PeerPersistence.Cli;

/// <summary>What the presence model remembers, by peer, out of an export that carries it.</summary>
internal static class PresenceMemory
{
    public static IReadOnlyDictionary<string, PresenceState> Of(string exportJson)
    {
        using var export = JsonDocument.Parse(exportJson);
        var states = new Dictionary<string, PresenceState>(StringComparer.Ordinal);
        foreach (var peer in export.RootElement.GetProperty("peers").EnumerateArray())
        {
            if (peer.TryGetProperty("presence", out var presence) && PresenceState.TryParse(presence.GetString()) is { } state)
                states[peer.GetProperty("peerId").GetString()!] = state;
        }

        return states;
    }
}
