using System.Text;

namespace PeerPersistence;

/// <summary>What queries need to know of every peer, kept in memory: a fold over the store's keys and values.</summary>
/// <remarks>
/// However a change came about, at opening, by this service or by another, it enters through <see cref="Apply"/>, so the
/// directory is always what a fresh scan would have built. Thread-safe.
/// </remarks>
internal sealed class PeerDirectory(StorageKeys keys, PeerDirectory? before = null)
{
    private readonly object _sync = new();
    private readonly Dictionary<string, DirectoryEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedList<int, IndexPage> _pages = [];
    private readonly Dictionary<string, int> _otherCharacters = new(StringComparer.Ordinal);
    private readonly EvictionQueue _eviction = new();
    private readonly PeerOrders _orders = new();
    private readonly RecordsAhead _ahead = new(before?._ahead);
    private IReadOnlyList<PeerSummary>? _summaries;
    private long _characters;
    private int _damaged;
    private int _records;
    private int _sealed;
    private int _blocked;

    /// <summary>Records stored, damaged ones included.</summary>
    public int Count { get { lock (_sync) return _records; } }

    /// <summary>Places taken: whom the user blocked takes none.</summary>
    public int PlacesTaken { get { lock (_sync) return _records - _blocked; } }

    public int DamagedCount { get { lock (_sync) return _damaged; } }

    /// <summary>Whether any readable record carries a sealed secret.</summary>
    public bool HasSecrets { get { lock (_sync) return _sealed > 0; } }

    /// <summary>2 × the characters of all keys and values under the prefix.</summary>
    public long EstimatedSizeBytes { get { lock (_sync) return 2 * _characters; } }

    /// <summary>All readable peers, in no particular order; the list never changes.</summary>
    public IReadOnlyList<PeerSummary> Summaries
    {
        get
        {
            lock (_sync)
                return _summaries ??= All().ToArray();
        }
    }

    /// <summary>The first so many peers that a query wants, in its order, without asking the application's own filter.</summary>
    public IReadOnlyList<PeerSummary> First(int count, PeerQuery query, DateTimeOffset now, PageCursor? after)
    {
        lock (_sync)
            return [.. PeerOrder.Filter(_orders.Walk(query, after, All()), query, now).Take(count)];
    }

    /// <summary>Whether the peer's record cannot be read.</summary>
    public bool IsDamaged(string peerId)
    {
        lock (_sync)
            return _entries.GetValueOrDefault(peerId) is { IsDamaged: true };
    }

    /// <summary>Takes in what a key holds now; <c>null</c>: it is absent.</summary>
    public void Apply(string key, ReadOnlyMemory<byte>? value, DateTimeOffset now)
    {
        if (!key.StartsWith(keys.Prefix, StringComparison.Ordinal))
            return;
        lock (_sync)
        {
            var characters = value is { } bytes ? key.Length + Encoding.UTF8.GetCharCount(bytes.Span) : 0;
            if (keys.PeerOf(key) is { } peerId)
            {
                ApplyRecord(peerId, value, characters, now);
                return;
            }

            _otherCharacters.Remove(key, out var before);
            _characters += characters - before;
            if (characters > 0)
                _otherCharacters[key] = characters;
            if (keys.IndexPageOf(key) is { } page)
                ApplyPage(page, value);
        }
    }

    /// <summary>Everything that a scan gives was taken in.</summary>
    public void Complete()
    {
        lock (_sync)
            _ahead.Complete();
    }

    /// <summary>Takes in what the clock says now.</summary>
    public void Tell(DateTimeOffset now)
    {
        lock (_sync)
        {
            foreach (var stored in _ahead.TakeOvertaken(now))
            {
                var entry = _entries[stored.Peer.PeerId];
                Replace(stored.Peer.PeerId, entry, PeerSummaries.Of(stored), now);
            }
        }
    }

    /// <summary>The readable peer, or <c>null</c>.</summary>
    public PeerSummary? Find(string peerId)
    {
        lock (_sync)
            return _entries.GetValueOrDefault(peerId)?.Summary;
    }

    /// <summary>Whether there is a record, damaged or not.</summary>
    public bool Contains(string peerId)
    {
        lock (_sync)
            return _entries.GetValueOrDefault(peerId) is { HasRecord: true };
    }

    /// <summary>The index page that lists the id; <c>null</c>: none does.</summary>
    public IndexPage? PageOf(string peerId)
    {
        lock (_sync)
            return _entries.GetValueOrDefault(peerId)?.Page is { } page ? _pages[page] : null;
    }

    /// <summary>Whether these bytes are the record that the directory took in last.</summary>
    public bool Matches(string peerId, ReadOnlyMemory<byte> record)
    {
        lock (_sync)
            return _entries.GetValueOrDefault(peerId) is { HasRecord: true } entry && entry.Fingerprint == Fingerprint.Of(record.Span);
    }

    /// <summary>How many characters a peer's record takes, its key included.</summary>
    public int CharactersOf(string peerId)
    {
        lock (_sync)
            return _entries.GetValueOrDefault(peerId)?.Characters ?? 0;
    }

    /// <summary>The ids of all records, in order of first storing; at the end those that no page lists.</summary>
    public IReadOnlyList<string> Ids()
    {
        lock (_sync)
            return [.. _pages.Values.SelectMany(page => page.Ids).Where(id => _entries[id].HasRecord), .. Unlisted()];
    }

    /// <summary>
    /// Whom to evict next: <paramref name="count"/> peers, without <paramref name="spared"/>; fewer where no more may go.
    /// </summary>
    public IReadOnlyList<string> NextToEvict(int count, ISet<string> spared, DateTimeOffset now)
    {
        lock (_sync)
            return _eviction.Next(count, () => Summaries, spared, now);
    }

    /// <summary>The index pages that change when these ids come and go; a page left empty is one to remove.</summary>
    public IReadOnlyList<IndexPage> Repage(IReadOnlyCollection<string> added, IReadOnlyCollection<string> removed)
    {
        lock (_sync)
            return IndexEdit.Apply(_pages, id => _entries.GetValueOrDefault(id)?.Page, added, removed);
    }

    /// <summary>The index pages that disagree with the records, as they should be.</summary>
    public IReadOnlyList<IndexPage> Mend()
    {
        lock (_sync)
        {
            var orphans = _pages.Values.SelectMany(page => page.Ids).Where(id => !_entries[id].HasRecord).ToHashSet(StringComparer.Ordinal);
            var edited = IndexEdit.Apply(_pages, id => _entries.GetValueOrDefault(id)?.Page, Unlisted(), orphans);
            var damaged = _pages.Values.Where(page => page.IsDamaged && edited.All(edit => edit.Number != page.Number));
            return [.. edited, .. damaged];
        }
    }

    private List<string> Unlisted() =>
        [.. _entries.Where(pair => pair.Value is { HasRecord: true, Page: null })
            .OrderBy(pair => pair.Value.Summary?.FirstSeen ?? DateTimeOffset.MaxValue).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)];

    private void ApplyRecord(string peerId, ReadOnlyMemory<byte>? value, int characters, DateTimeOffset now)
    {
        var entry = EntryOf(peerId);
        var ownId = entry.Summary?.PeerId ?? peerId;
        Tally(entry, -1);
        entry.Characters = characters;
        entry.Fingerprint = value is { } record ? Fingerprint.Of(record.Span) : 0;
        Replace(peerId, entry, value is { } bytes && PeerJson.TryReadForSummary(bytes.Span, peerId, out var stored)
            ? PeerSummaries.Of(_ahead.Consider(stored, entry.Fingerprint, now), ownId)
            : null, now);
        Tally(entry, 1);

        if (entry.Summary is null)
            _ahead.Remove(peerId);
        DropIfEmpty(peerId, entry);
    }

    private void Replace(string peerId, DirectoryEntry entry, PeerSummary? summary, DateTimeOffset now)
    {
        _orders.Update(entry.Summary, summary);
        entry.Summary = summary;
        _summaries = null;
        _eviction.Update(peerId, summary, now);
    }

    private IEnumerable<PeerSummary> All() => _entries.Values.Select(entry => entry.Summary).OfType<PeerSummary>();

    private void Tally(DirectoryEntry entry, int sign)
    {
        _characters += sign * entry.Characters;
        _records += entry.HasRecord ? sign : 0;
        _damaged += entry.IsDamaged ? sign : 0;
        _sealed += entry.Summary is { HasSecret: true } ? sign : 0;
        _blocked += entry.Summary is { IsBlocked: true } ? sign : 0;
    }

    private void ApplyPage(int number, ReadOnlyMemory<byte>? value)
    {
        if (value is { } later && _pages.TryGetValue(number, out var present) && present.NewIn(later) is { } more
            && Grow(present, more, later))
            return;
        if (_pages.Remove(number, out var before))
        {
            foreach (var id in before.Ids)
            {
                var entry = EntryOf(id);
                entry.Page = null;
                DropIfEmpty(id, entry);
            }
        }

        if (value is not { } bytes)
            return;
        var page = IndexPage.Read(number, bytes);
        var own = page.Ids.Select(id => (Id: id, Entry: EntryOf(id))).Where(listed => listed.Entry.Page is null).ToArray();
        foreach (var (_, entry) in own)
            entry.Page = number;
        // One string an id where its record was there before; page and record are read from different bytes.
        var ids = Array.ConvertAll(own, listed => listed.Entry.Summary?.PeerId ?? listed.Id);
        var areAll = own.Length == page.Ids.Count;
        _pages[number] = page.With(ids, areMore: areAll) with { IsDamaged = page.IsDamaged || !areAll };
    }

    /// <returns><c>false</c>: one of them stands in another page, or twice.</returns>
    private bool Grow(IndexPage page, IReadOnlyList<string> more, ReadOnlyMemory<byte> stored)
    {
        if (more.Distinct(StringComparer.Ordinal).Count() < more.Count || more.Any(id => _entries.GetValueOrDefault(id)?.Page is not null))
            return false;
        var own = new string[more.Count];
        for (var i = 0; i < own.Length; i++)
        {
            var entry = EntryOf(more[i]);
            (entry.Page, own[i]) = (page.Number, entry.Summary?.PeerId ?? more[i]);
        }

        _pages[page.Number] = page.Grown(own, stored);
        return true;
    }

    private DirectoryEntry EntryOf(string peerId)
    {
        if (!_entries.TryGetValue(peerId, out var entry))
            _entries[peerId] = entry = new();
        return entry;
    }

    private void DropIfEmpty(string peerId, DirectoryEntry entry)
    {
        if (entry is { HasRecord: false, Page: null })
            _entries.Remove(peerId);
    }
}
