using System.Text;

namespace PeerPersistence;

/// <summary>What queries need to know of every peer, kept in memory: a fold over the store's keys and values.</summary>
/// <remarks>
/// However a change came about, at opening, by this service or by another, it enters through
/// <see cref="Apply(string, ReadOnlyMemory{byte}?, DateTimeOffset)"/>, or as what that would make of it, so the directory is always what a
/// fresh scan would have built. Thread-safe.
/// </remarks>
internal sealed partial class PeerDirectory(StorageKeys keys, PeerDirectory? before = null)
{
    private readonly object _sync = new();
    private readonly EntryTable _entries = new();
    private readonly SortedList<int, IndexPage> _pages = [];
    private readonly Dictionary<string, int> _otherCharacters = new(StringComparer.Ordinal);
    private readonly RecordsAhead _ahead = new(before?._ahead);
    private readonly WeakReference<PeerSummary[]?> _summaries = new(null);
    private EvictionQueue? _eviction; // Made when first asked, as the orders.
    private PeerOrders? _orders;

    /// <summary>All readable peers, in no particular order; the list never changes.</summary>
    public IReadOnlyList<PeerSummary> Summaries
    {
        get
        {
            lock (_sync)
            {
                // Whoever asks often finds the last one; who does not pays no memory for it.
                if (_summaries.TryGetTarget(out var summaries) && summaries is not null)
                    return summaries;
                summaries = new PeerSummary[_records - _damaged];
                var place = 0;
                foreach (var summary in All())
                    summaries[place++] = summary;

                _summaries.SetTarget(summaries);
                return summaries;
            }
        }
    }

    /// <summary>The first so many peers that a query wants, in its order, without asking the application's own filter.</summary>
    public IReadOnlyList<PeerSummary> First(int count, PeerQuery query, DateTimeOffset now, PageCursor? after)
    {
        lock (_sync)
            return [.. PeerOrder.Filter((_orders ??= new()).Walk(query, after, All()), query, now).Take(count)];
    }

    /// <summary>Whether the peer's record cannot be read.</summary>
    public bool IsDamaged(string peerId)
    {
        lock (_sync)
            return _entries.Find(peerId).IsDamaged;
    }

    /// <summary>Takes in what a key holds now; <c>null</c>: it is absent.</summary>
    public void Apply(string key, ReadOnlyMemory<byte>? value, DateTimeOffset now)
    {
        if (!key.StartsWith(keys.Prefix, StringComparison.Ordinal))
            return;
        lock (_sync)
        {
            if (keys.IsOfSummaries(key))
            {
                NoteSummaries(key, value is not null);
                return;
            }

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

    /// <summary>Takes in what a record would say if it were read.</summary>
    public void Apply(PeerSummary record, DateTimeOffset now)
    {
        lock (_sync)
        {
            _ahead.Remove(record.PeerId);
            ApplyRecord(_entries.Find(record.PeerId), record, now, record.PeerId);
        }
    }

    /// <summary>The text of an id that is kept already; this one where none is.</summary>
    public string TextOf(string peerId) => Find(peerId)?.PeerId ?? peerId;

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
                var entry = _entries.Find(stored.Peer.PeerId);
                Replace(entry, PeerSummaries.Of(stored, entry.Record!.PeerId, entry.Record.Fingerprint, entry.Record.Characters), now);
            }
        }
    }

    /// <summary>The readable peer, or <c>null</c>.</summary>
    public PeerSummary? Find(string peerId)
    {
        lock (_sync)
            return _entries.Find(peerId).Summary;
    }

    /// <summary>Whether there is a record, damaged or not.</summary>
    public bool Contains(string peerId)
    {
        lock (_sync)
            return _entries.Find(peerId).HasRecord;
    }

    /// <summary>The index page that lists the id; <c>null</c>: none does.</summary>
    public IndexPage? PageOf(string peerId)
    {
        lock (_sync)
            return PageNumberOf(peerId) is { } page ? _pages[page] : null;
    }

    /// <summary>Whether these bytes are the record that the directory took in last.</summary>
    public bool Matches(string peerId, ReadOnlyMemory<byte> record)
    {
        lock (_sync)
            return _entries.Find(peerId).Record is { } known && known.Fingerprint == Fingerprint.Of(record.Span);
    }

    /// <summary>How many characters a peer's record takes, its key included.</summary>
    public int CharactersOf(string peerId)
    {
        lock (_sync)
            return _entries.Find(peerId).Record?.Characters ?? 0;
    }

    /// <summary>The ids of all records, in order of first storing; at the end those that no page lists.</summary>
    public IReadOnlyList<string> Ids()
    {
        lock (_sync)
            return [.. _pages.Values.SelectMany(page => page.Ids).Where(id => _entries.Find(id).HasRecord), .. Unlisted()];
    }

    /// <summary>
    /// Whom to evict next: <paramref name="count"/> peers, without <paramref name="spared"/>; fewer where no more may go.
    /// </summary>
    public IReadOnlyList<string> NextToEvict(int count, ISet<string> spared, DateTimeOffset now)
    {
        lock (_sync)
            return (_eviction ??= new()).Next(count, () => Summaries, spared, now);
    }

    /// <summary>The index pages that change when these ids come and go; a page left empty is one to remove.</summary>
    public IReadOnlyList<IndexPage> Repage(IReadOnlyList<string> added, IReadOnlyCollection<string> removed)
    {
        lock (_sync)
            return IndexEdit.Apply(_pages, PageNumberOf, added, removed);
    }

    /// <summary>Whether the index pages agree with the records, as nearly always.</summary>
    public bool IsInOrder
    {
        get
        {
            lock (_sync)
            {
                var listed = 0; // No id stands in two pages.
                for (var i = 0; i < _pages.Count; i++)
                    listed += _pages.Values[i].IsDamaged ? -1 : _pages.Values[i].Ids.Count;
                return listed == _records && _entries.Count == _records;
            }
        }
    }

    /// <summary>The index pages that disagree with the records, as they should be.</summary>
    public IReadOnlyList<IndexPage> Mend()
    {
        lock (_sync)
        {
            var orphans = IdsWithoutRecord().ToHashSet(StringComparer.Ordinal);
            var edited = IndexEdit.Apply(_pages, PageNumberOf, Unlisted(), orphans);
            var damaged = _pages.Values.Where(page => page.IsDamaged && edited.All(edit => edit.Number != page.Number));
            return [.. edited, .. damaged];
        }
    }

    private List<string> Unlisted() => !HasUnlisted() ? [] // As nearly always; to sort none takes a process that starts long.
        : [.. _entries.All().Where(pair => pair.Value is { HasRecord: true, Page: null })
            .OrderBy(pair => pair.Value.Summary?.FirstSeen ?? DateTimeOffset.MaxValue).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)];

    private bool HasUnlisted() => _entries.Count > _pages.Values.Sum(page => page.Ids.Count); // No id stands in two pages.

    private int? PageNumberOf(string peerId) => _entries.Find(peerId).Page;

    private void ApplyRecord(string peerId, ReadOnlyMemory<byte>? value, int characters, DateTimeOffset now)
    {
        var entry = _entries.Find(peerId);
        var ownId = entry.Record?.PeerId ?? peerId;
        var record = value is { } bytes ? Read(ownId, bytes.Span, characters, now) : null;
        if (record is null or { IsDamaged: true })
            _ahead.Remove(peerId);
        ApplyRecord(entry, record, now, ownId);
    }

    private void ApplyRecord(DirectoryEntry entry, PeerSummary? record, DateTimeOffset now, string peerId)
    {
        Replace(entry, record, now, peerId);
        Tally(entry.Record, -1);
        Tally(record, 1);
    }

    private PeerSummary Read(string peerId, ReadOnlySpan<byte> record, int characters, DateTimeOffset now)
    {
        var fingerprint = Fingerprint.Of(record);
        if (!PeerJson.TryReadForSummary(record, peerId, out var stored))
            return PeerSummaries.OfDamaged(peerId, fingerprint, characters);
        var summary = PeerSummaries.Of(_ahead.Consider(stored, fingerprint, now), peerId, fingerprint, characters);
        if (stored.Evidence.IntroducedBy is { } introducer)
            _introducers.TryAdd(summary.Introducer, introducer);
        return summary;
    }

    private void Replace(DirectoryEntry entry, PeerSummary? record, DateTimeOffset now, string? peerId = null)
    {
        peerId ??= record!.PeerId;
        var after = new DirectoryEntry { Record = record, Page = entry.Page };
        _summaries.SetTarget(null);
        try
        {
            _orders?.Update(entry.Summary, after.Summary);
            _eviction?.Update(peerId, after.Summary, now);
            _entries.Set(peerId, after);
        }
        catch
        {
            (_orders, _eviction) = (null, null); // Some of them may say it, and the entries do not.
            throw;
        }
    }

    private IEnumerable<PeerSummary> All() => _entries.Records().Where(record => !record.IsDamaged);

    private void ApplyPage(int number, ReadOnlyMemory<byte>? value)
    {
        if (value is { } later && _pages.TryGetValue(number, out var present) && present.NewIn(later) is { } more
            && Grow(present, more, later))
            return;
        ReadPage(number, value);
    }

    private void ReadPage(int number, ReadOnlyMemory<byte>? value)
    {
        if (_pages.Remove(number, out var before))
        {
            foreach (var id in before.Ids)
                List(id, page: null);
        }

        if (value is not { } bytes)
            return;
        var page = IndexPage.Read(number, bytes);
        var own = page.Ids.Where(id => PageNumberOf(id) is null).ToArray();
        var areAll = own.Length == page.Ids.Count;
        // One string an id where its record was there before; page and record are read from different bytes.
        var ids = Array.ConvertAll(own, id => List(id, number));
        _pages[number] = (page.With(ids, areMore: areAll) with { IsDamaged = page.IsDamaged || !areAll }).Lean();
    }

    /// <returns><c>false</c>: one of them stands in another page, or twice.</returns>
    private bool Grow(IndexPage page, IReadOnlyList<string> more, ReadOnlyMemory<byte> stored)
    {
        if (more.Count > 1 && more.Distinct(StringComparer.Ordinal).Count() < more.Count)
            return false;
        var own = new string[more.Count]; // Nearly always one.
        for (var i = 0; i < own.Length; i++)
        {
            if (PageNumberOf(more[i]) is not null)
                return false;
        }

        for (var i = 0; i < own.Length; i++)
            own[i] = List(more[i], page.Number);
        _pages[page.Number] = page.Grown(own, stored).Lean();
        return true;
    }

    /// <summary>Notes which page lists an id.</summary>
    /// <returns>The id, as the text that is kept.</returns>
    private string List(string id, int? page)
    {
        var record = _entries.Find(id).Record;
        _entries.Set(record?.PeerId ?? id, new() { Record = record, Page = page });
        return record?.PeerId ?? id;
    }
}
