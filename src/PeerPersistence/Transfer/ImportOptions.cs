using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>How an import treats what is there already.</summary>
public sealed record ImportOptions
{
    /// <summary>Opens the shared secrets of a protected export, and proves that nothing in it was changed. <c>null</c>: peers come
    /// without their secrets, and unproven. With a passphrase, an export that is not protected is refused.</summary>
    /// <remarks><c>JsonSerializer</c> writes <c>null</c> for it.</remarks>
    [JsonConverter(typeof(SecretJsonConverter))]
    public string? Passphrase { get; init; }

    /// <summary>What happens to a peer that is stored already.</summary>
    public ImportConflict OnConflict { get; init; } = ImportConflict.KeepNewest;

    /// <summary>
    /// How many bytes an export can have that is read from a stream, 0 or more; 16 MiB unless you raise it. Reading takes up to some five
    /// times as much memory.
    /// </summary>
    /// <remarks>Reading takes up to some five times as much memory.</remarks>
    public int MaxSize { get; init; } = PeerExportJson.DefaultMaxSize;

    /// <summary>Says what happens on a conflict, not the passphrase.</summary>
    public override string ToString() => $"ImportOptions {{ {OnConflict} }}";
}

/// <summary>What an import does with a peer that is stored already. A stored secret is never blanked.</summary>
public enum ImportConflict
{
    /// <summary>
    /// The record that saw the peer last wins, except for the public key. If the backup is not proven to be the user's own, a known peer
    /// gets unproven addresses only.
    /// </summary>
    KeepNewest,

    /// <summary>The stored record stays.</summary>
    KeepExisting,

    /// <summary>The imported record wins, without a passphrase too. A block that the user set stands.</summary>
    Replace,
}
