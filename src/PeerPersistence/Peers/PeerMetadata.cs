using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence;

/// <summary>Makes <see cref="PeerData.Metadata"/> of plain values: <c>new PeerMetadata { ["room"] = "7", ["level"] = 3 }</c>.</summary>
/// <remarks>
/// Texts, numbers, booleans, instants and the like become JSON; so do a <see cref="JsonObject"/> and a <see cref="JsonArray"/>. To
/// change an entry of a peer: <c>peer with { Metadata = new PeerMetadata(peer.Metadata) { ["level"] = 4 } }</c>.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is what the property is called.")]
public sealed class PeerMetadata : ReadOnlyDictionary<string, JsonElement>
{
    /// <summary>Creates metadata without entries.</summary>
    public PeerMetadata() : base(new Dictionary<string, JsonElement>(StringComparer.Ordinal))
    {
    }

    /// <summary>Creates metadata with the entries of another.</summary>
    /// <param name="entries">The entries; copied.</param>
    public PeerMetadata(IEnumerable<KeyValuePair<string, JsonElement>> entries) : this()
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var (name, value) in entries)
            Dictionary[name] = value;
    }

    /// <summary>An entry; <c>null</c> is JSON's <c>null</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    public new JsonNode? this[string name]
    {
        get => JsonNode.Parse(Dictionary[name].GetRawText());
        init
        {
            using var document = JsonDocument.Parse(value?.ToJsonString() ?? "null");
            Dictionary[name] = document.RootElement.Clone();
        }
    }
}
