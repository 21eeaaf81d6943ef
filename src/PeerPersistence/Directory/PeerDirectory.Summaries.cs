using System.Buffers.Binary;
using System.Text;

namespace PeerPersistence;

/// <content>The summaries as they are kept in the store, a part for each page of the index.</content>
internal sealed partial class PeerDirectory
{
    private const byte Unread = 0;
    private const byte WithoutPresence = 1;
    private const byte WithPresence = 2;

    /// <summary>Beside one of these.</summary>
    private const byte WithTries = 4;

    /// <summary>Introducers by their numbers, which are another process's others.</summary>
    private readonly Dictionary<int, string> _introducers = [];

    /// <summary>The pages of which the store may hold a part.</summary>
    private readonly HashSet<int> _parts = [];

    /// <summary>The index pages, and those of which there is a part only.</summary>
    public IReadOnlyList<int> PagesAndParts
    {
        get
        {
            lock (_sync)
                return [.. _pages.Keys, .. _parts.Where(part => !_pages.ContainsKey(part))];
        }
    }

    /// <summary>The characters of each key besides records and index pages.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> OtherCharacters
    {
        get
        {
            lock (_sync)
                return [.. _otherCharacters.Where(pair => keys.IndexPageOf(pair.Key) is null)];
        }
    }

    /// <summary>Whether every record is listed by a page.</summary>
    public bool IsListed { get { lock (_sync) return !HasUnlisted(); } }

    /// <summary>Whether the store may hold any part.</summary>
    public bool HasParts { get { lock (_sync) return _parts.Count > 0; } }

    /// <summary>Whether the store may hold the part of a page.</summary>
    public bool HasPart(int page)
    {
        lock (_sync)
            return _parts.Contains(page);
    }

    /// <summary>The ids that a page lists and no record was read of.</summary>
    public IReadOnlyList<string> IdsWithoutRecord()
    {
        List<string> ids = [];
        lock (_sync)
        {
            if (_entries.Count == _records)
                return ids;
            foreach (var (id, entry) in _entries.All())
            {
                if (!entry.HasRecord)
                    ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>The part of a page, and the page as it is stored; <c>null</c>: its ids do not tell all of it.</summary>
    /// <remarks>What counts otherwise than it stands, or cannot be read, is left to be read again.</remarks>
    public (byte[] Part, ReadOnlyMemory<byte>? Page)? WritePart(int number)
    {
        lock (_sync)
        {
            if (!_pages.TryGetValue(number, out var page) || !page.IsAsWritten)
                return null;
            using var bytes = new PooledBuffer(page.Ids.Count * 256);
            WriteNumber(bytes, _otherCharacters[keys.IndexPage(number)]);
            WriteNumber(bytes, page.Ids.Count);
            foreach (var id in page.Ids)
                Write(bytes, id, _entries.Find(id).Record);
            return (bytes.ToArray(), page.Stored);
        }
    }

    /// <summary>Takes in what <see cref="WritePart"/> wrote, before anything else of its page and of the peers in it.</summary>
    /// <exception cref="FormatException">It is none. Then this directory is of no use.</exception>
    public void ReadPart(int number, ReadOnlySpan<byte> part)
    {
        lock (_sync)
        {
            var characters = ReadNumber(ref part);
            var ids = new string[Math.Clamp(ReadNumber(ref part), 0, part.Length)];
            var records = new PeerSummary?[ids.Length];
            for (var i = 0; i < ids.Length; i++)
                records[i] = Read(ref part, ids[i] = ReadText(ref part));
            if (!_entries.TryAdd(ids, records, number))
                throw new FormatException("An id must stand in one part only (stood in two).");
            foreach (var record in records)
                Tally(record, 1);

            _pages[number] = IndexPage.AsWritten(number, ids);
            _otherCharacters[keys.IndexPage(number)] = characters;
            _characters += characters;
            _parts.Add(number);
        }
    }

    /// <summary>Takes in how many characters another key has.</summary>
    public void ReadOther(string key, int characters)
    {
        lock (_sync)
        {
            _otherCharacters[key] = characters;
            _characters += characters;
        }
    }

    /// <summary>Makes room for so many peers at once.</summary>
    public void Expect(int peers)
    {
        lock (_sync)
            _entries.Expect(peers);
    }

    private void NoteSummaries(string key, bool isThere)
    {
        if (keys.SummariesPageOf(key) is { } page)
            _ = isThere ? _parts.Add(page) : _parts.Remove(page);
    }

    private void Write(PooledBuffer bytes, string id, PeerSummary? record)
    {
        WriteText(bytes, id);
        var introducer = "";
        if (record is null or { IsDamaged: true } || _ahead.Contains(id)
            || (record.Introducer != 0 && !(_introducers.TryGetValue(record.Introducer, out introducer) && PeerId.IsValid(introducer))))
        {
            Take(bytes, 1)[0] = Unread;
            return;
        }

        var tries = record.Foretold.Count == TryTally.Numbers ? record.Foretold : [];
        Take(bytes, 1)[0] = (byte)((record.Presence is null ? WithoutPresence : WithPresence) | (tries.Count > 0 ? WithTries : 0));
        record.Pack(Take(bytes, PeerSummary.PackedLength));
        WriteText(bytes, introducer);
        record.Presence?.CopyTo(Take(bytes, PresenceState.Size));
        foreach (var number in tries)
            BinaryPrimitives.WriteUInt16LittleEndian(Take(bytes, sizeof(ushort)), number);
    }

    private PeerSummary? Read(ref ReadOnlySpan<byte> part, string id)
    {
        var kind = Take(ref part, 1)[0];
        if (kind == Unread)
            return null;
        var packed = Take(ref part, PeerSummary.PackedLength);
        var number = 0;
        if (ReadText(ref part) is { Length: > 0 } introducer)
            _introducers.TryAdd(number = PeerSummaries.IntroducerOf(introducer), introducer);
        var presence = (kind & WithPresence) != 0 ? PresenceState.Of(Take(ref part, PresenceState.Size)) : null;
        return PeerSummary.Unpack(packed, id, number, presence, (kind & WithTries) != 0 ? ReadTries(ref part) : ValueList<ushort>.None);
    }

    private static ValueList<ushort> ReadTries(ref ReadOnlySpan<byte> part)
    {
        var tries = new ushort[TryTally.Numbers];
        foreach (ref var number in tries.AsSpan())
            number = BinaryPrimitives.ReadUInt16LittleEndian(Take(ref part, sizeof(ushort)));
        return ValueList<ushort>.Of(tries);
    }

    private static void WriteNumber(PooledBuffer bytes, int number) =>
        BinaryPrimitives.WriteInt32LittleEndian(Take(bytes, sizeof(int)), number);

    private static int ReadNumber(ref ReadOnlySpan<byte> part) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref part, sizeof(int)));

    private static void WriteText(PooledBuffer bytes, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteUInt16LittleEndian(Take(bytes, sizeof(ushort)), checked((ushort)length));
        Encoding.UTF8.GetBytes(text, Take(bytes, length));
    }

    private static string ReadText(ref ReadOnlySpan<byte> part) =>
        Encoding.UTF8.GetString(Take(ref part, BinaryPrimitives.ReadUInt16LittleEndian(Take(ref part, sizeof(ushort)))));

    private static Span<byte> Take(PooledBuffer bytes, int length)
    {
        var taken = bytes.GetSpan(length)[..length];
        bytes.Advance(length);
        return taken;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> part, int length)
    {
        if (length < 0 || length > part.Length)
            throw new FormatException("A part must be as long as it says (was shorter).");
        var taken = part[..length];
        part = part[length..];
        return taken;
    }
}
