using System.Collections;

namespace PeerPersistence;

/// <summary>Puts ids into the index and takes ids out, touching as few pages as that needs.</summary>
internal static class IndexEdit
{
    /// <summary>The pages that change. New ids go to the last page, and on to new ones; only page 0 stays when it is empty.</summary>
    public static IReadOnlyList<IndexPage> Apply(
        SortedList<int, IndexPage> pages, Func<string, int?> pageOf, IReadOnlyList<string> added, IReadOnlyCollection<string> removed)
    {
        // Nearly always one comes, and there is room for it.
        if (removed.Count == 0 && pages.Count > 0 && pages.Values[^1] is var last && last.Ids.Count + added.Count <= IndexPage.Capacity)
            return added.Count == 0 ? [] : [last.With(new Appended(last.Ids, added), areMore: true)];
        return ApplyToMany(pages, pageOf, added, removed);
    }

    // A method of its own, so that who needs no more than the above does not wait for the runtime to compile it.
    private static IReadOnlyList<IndexPage> ApplyToMany(
        SortedList<int, IndexPage> pages, Func<string, int?> pageOf, IReadOnlyList<string> added, IReadOnlyCollection<string> removed)
    {
        var edited = new SortedDictionary<int, IndexPage>();
        foreach (var group in removed.Select(id => (Id: id, Page: pageOf(id))).Where(entry => entry.Page is not null)
            .GroupBy(entry => entry.Page!.Value))
        {
            var gone = group.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            var page = pages[group.Key];
            edited[group.Key] = page.With([.. page.Ids.Where(id => !gone.Contains(id))], areMore: false);
        }

        var pending = new Queue<string>(added);
        for (var number = pages.Count == 0 ? 0 : pages.Keys[^1]; pending.Count > 0; number++)
        {
            var page = edited.GetValueOrDefault(number) ?? (
                pages.TryGetValue(number, out var stored) ? stored : null) ?? new IndexPage(number, []);
            List<string> ids = [.. page.Ids];
            while (ids.Count < IndexPage.Capacity && pending.Count > 0)
                ids.Add(pending.Dequeue());
            if (ids.Count > page.Ids.Count)
                edited[number] = page.With(ids, areMore: true);
        }

        return [.. edited.Values];
    }

    /// <summary>Two lists as one: who writes a page that grew looks at the new ids only.</summary>
    private sealed class Appended(IReadOnlyList<string> ids, IReadOnlyList<string> added) : IReadOnlyList<string>
    {
        public int Count => ids.Count + added.Count;

        public string this[int index] => index < ids.Count ? ids[index] : added[index - ids.Count];

        public IEnumerator<string> GetEnumerator() => ids.Concat(added).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
