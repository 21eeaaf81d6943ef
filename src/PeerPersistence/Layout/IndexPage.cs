using System.Text.Json;

namespace PeerPersistence;

/// <summary>One page of the index: ids in order of first storing, a JSON array. Immutable.</summary>
/// <remarks>
/// Up to <see cref="Capacity"/> peers there is one page, exactly the original's; beyond, adding a peer still rewrites one page.
/// </remarks>
internal sealed record IndexPage(int Number, IReadOnlyList<string> Ids)
{
    public const int Capacity = 128;

    /// <summary>The bytes it was read from, to expect them in a commit; <c>null</c> for a page that is not stored.</summary>
    /// <remarks>A copy: a store may hand out slices of something larger, which this would keep in memory.</remarks>
    public ReadOnlyMemory<byte>? Stored { get; init; }

    /// <summary>Whether <see cref="Stored"/> says something else than <see cref="Ids"/>.</summary>
    public bool IsDamaged { get; init; }

    public static IndexPage Read(int number, ReadOnlyMemory<byte> utf8)
    {
        var stored = utf8.ToArray();
        try
        {
            var ids = JsonSerializer.Deserialize(stored, PeerJsonContext.Stored.StringArray) ?? [];
            var valid = ids.Where(id => PeerId.IsValid(id)).Distinct(StringComparer.Ordinal).ToArray();
            return new(number, valid) { Stored = stored, IsDamaged = valid.Length != ids.Length };
        }
        catch (JsonException)
        {
            return new(number, []) { Stored = stored, IsDamaged = true };
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes([.. Ids], PeerJsonContext.Stored.StringArray);
}
