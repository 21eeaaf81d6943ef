using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>What an export carries.</summary>
public sealed record ExportOptions
{
    /// <summary>Seals the shared secrets under this passphrase. <c>null</c>, the default: secrets are left out.</summary>
    /// <remarks><c>JsonSerializer</c> writes <c>null</c> for it.</remarks>
    [JsonConverter(typeof(SecretJsonConverter))]
    public string? Passphrase { get; init; }

    /// <summary>Whether the export has the presence model's memory, a diary of when peers are there. Off by default.</summary>
    public bool IncludePresence { get; init; }

    /// <summary>Says whether there is a passphrase, not which.</summary>
    public override string ToString() => $"ExportOptions {{ {(Passphrase is null ? "without" : "with")} secrets }}";
}
