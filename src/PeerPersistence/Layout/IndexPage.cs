using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>One page of the index: ids in order of first storing, a JSON array. Immutable.</summary>
/// <remarks>
/// Up to <see cref="Capacity"/> peers there is one page, exactly the original's; beyond, adding a peer still rewrites one page. A page that
/// only grew is neither read nor written again in full.
/// </remarks>
internal sealed record IndexPage(int Number, IReadOnlyList<string> Ids)
{
    public const int Capacity = 128;

    private ReadOnlyMemory<byte>? _bytes;

    /// <summary>The bytes it was read from, to expect them in a commit; <c>null</c> for a page that is not stored.</summary>
    /// <remarks>A copy where they are a part of something larger, which this would keep in memory. Made again of the ids where they are as
    /// this writes them, see <see cref="Lean"/>.</remarks>
    public ReadOnlyMemory<byte>? Stored { get => _bytes ?? Again(); init => _bytes = value; }

    /// <summary>Whether <see cref="Stored"/> says something else than <see cref="Ids"/> did when it was read.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>How many ids <see cref="Stored"/> lists, as the first of <see cref="Ids"/>; 0 where it lists others.</summary>
    private int StoredCount { get; init; }

    /// <summary>Whether it is stored as <see cref="Write"/> would write it anew, so that the ids tell all of it.</summary>
    public bool IsAsWritten => !IsDamaged && Ids.Count > 0 && StoredCount == Ids.Count
        && (_bytes is not { } bytes || bytes.Span.SequenceEqual(Written(Ids)));

    /// <summary>A page that is stored as it would be written.</summary>
    public static IndexPage AsWritten(int number, IReadOnlyList<string> ids) => new(number, ids) { StoredCount = ids.Count };

    public static IndexPage Read(int number, ReadOnlyMemory<byte> utf8)
    {
        var stored = Keep(utf8);
        try
        {
            var ids = IdsIn(stored.Span);
            var valid = ids.OfType<string>().Where(PeerId.IsValid).Distinct(StringComparer.Ordinal).ToArray();
            var isDamaged = valid.Length != ids.Count;
            return new(number, valid) { Stored = stored, IsDamaged = isDamaged, StoredCount = isDamaged ? 0 : ids.Count };
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            return new(number, []) { Stored = stored, IsDamaged = true };
        }
    }

    /// <summary>The ids that a later form of this page has more, where that is all that has changed; otherwise <c>null</c>.</summary>
    public IReadOnlyList<string>? NewIn(ReadOnlyMemory<byte> later)
    {
        if (!IsWhole || later.Length <= Stored!.Value.Length || !later.Span.StartsWith(Stored.Value.Span[..^1])
            || later.Span[Stored.Value.Length - 1] != ',')
            return null;
        try
        {
            var more = later[(Stored.Value.Length - 1)..].ToArray();
            more[0] = (byte)'[';
            var ids = IdsIn(more);
            return ids.Count > 0 && ids.TrueForAll(PeerId.IsValid) ? ids.ConvertAll(id => id!) : null;
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            return null;
        }
    }

    /// <summary>This page as it is stored now, with ids that were none of its own.</summary>
    /// <remarks>Of all that grow from one page only the first may take the room behind its ids: one thread at a time.</remarks>
    public IndexPage Grown(IReadOnlyList<string> more, ReadOnlyMemory<byte> stored)
    {
        var count = Ids.Count + more.Count;
        if (Ids is not ArraySegment<string> { Array: { } ids } || count > ids.Length || ids[Ids.Count] is not null)
        {
            ids = new string[Math.Max(count, Capacity)];
            for (var i = 0; i < Ids.Count; i++)
                ids[i] = Ids[i];
        }

        for (var i = 0; i < more.Count; i++)
            ids[Ids.Count + i] = more[i];
        return this with { Ids = new ArraySegment<string>(ids, 0, count), Stored = Keep(stored), StoredCount = count };
    }

    /// <summary>This page with other ids.</summary>
    /// <param name="ids">All of them.</param>
    /// <param name="areMore">Whether they begin with those that it had.</param>
    public IndexPage With(IReadOnlyList<string> ids, bool areMore) =>
        this with { Ids = ids, Stored = Stored, StoredCount = areMore ? StoredCount : 0 };

    /// <summary>This page without the bytes of its own that the ids tell as well: of a full one, to which nothing comes any more.</summary>
    public IndexPage Lean() =>
        Ids.Count >= Capacity && _bytes is not null && IsAsWritten
            ? this with { _bytes = null }
            : this;

    public byte[] Write()
    {
        if (!IsWhole)
            return Written(Ids);
        using var writer = new RecordWriter();
        writer.Copy(Stored!.Value.Span[..^1]);
        for (var i = StoredCount; i < Ids.Count; i++)
        {
            writer.Copy(","u8);
            writer.WriteString(Ids[i]);
        }

        writer.Copy("]"u8);
        return writer.ToArray();
    }

    /// <summary>Whether what is stored ends where more can be put behind it.</summary>
    private bool IsWhole => StoredCount > 0 && Stored is { } stored && stored.Span[^1] == ']';

    private ReadOnlyMemory<byte>? Again()
    {
        if (StoredCount == 0)
            return null;
        return Written(Ids.Take(StoredCount));
    }

    private static List<string?> IdsIn(ReadOnlySpan<byte> utf8)
    {
        List<string?> ids = [];
        var json = new JsonCursor(utf8);
        if (!json.IsNull())
        {
            json.BeginArray();
            while (json.NextItem())
                ids.Add(json.Text());
        }

        json.End();
        return ids;
    }

    private static byte[] Written(IEnumerable<string> ids)
    {
        using var writer = new RecordWriter();
        writer.BeginArray();
        foreach (var id in ids)
            writer.WriteString(id);
        writer.EndArray();
        return writer.ToArray();
    }

    private static ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> utf8) =>
        MemoryMarshal.TryGetArray(utf8, out var bytes) && bytes.Count == bytes.Array!.Length ? utf8 : utf8.ToArray();
}
