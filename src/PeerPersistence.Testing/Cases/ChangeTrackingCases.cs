using System.Text;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A store that tells what changed leaves nothing out.</summary>
internal static class ChangeTrackingCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("changes-revision", "The revision is at least 1, grows with every commit that changes something, and stays without one.", Revision)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-named", "Every key set or removed since a revision is named, unless the store says that it no longer knows.", Named)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-followed", "Who reads again what was named, while others commit, ends with what is stored.", Followed)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-from-nothing", "Who reads all there is, while others commit, and then what is named, ends with what is stored.", FromNothing)
            { Needs = StoreCapabilities.ChangeTracking },
    ];

    private static async Task<IChangeTrackingStore> OpenAsync(CaseRun run) => (IChangeTrackingStore)await run.OpenAsync().ConfigureAwait(false);

    private static async Task Revision(CaseRun run)
    {
        var store = await OpenAsync(run).ConfigureAwait(false);
        var last = (await store.GetChangesAsync(0).ConfigureAwait(false)).Revision;
        Check(last >= 1, $"A store begins with revision {last}.");
        for (var i = 0; i < 5; i++)
        {
            await store.CommittedAsync(i % 2 == 0 ? new KeyValueBatch().Set("k", $"{i}") : new KeyValueBatch().Remove("k")).ConfigureAwait(false);
            var next = (await store.GetChangesAsync(last).ConfigureAwait(false)).Revision;
            Check(next > last, $"The revision was {last} before a commit and is {next} after it.");
            last = next;
        }

        await store.ReadAsync("k").ConfigureAwait(false);
        var idle = await store.GetChangesAsync(last).ConfigureAwait(false);
        Check(idle.Revision == last, $"The revision went from {last} to {idle.Revision} without a commit.");
        Check(idle.Keys is null or { Count: 0 }, "Changes were named where there were none.");
    }

    private static async Task Named(CaseRun run)
    {
        var store = await OpenAsync(run).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "1").Set("b", "1")).ConfigureAwait(false);
        var first = (await store.GetChangesAsync(0).ConfigureAwait(false)).Revision;
        await store.CommittedAsync(new KeyValueBatch().Set("a", "2").Remove("b")).ConfigureAwait(false);
        var second = (await store.GetChangesAsync(first).ConfigureAwait(false)).Revision;
        await store.CommittedAsync(new KeyValueBatch().ExpectText("a", "2").Set("c", "1")).ConfigureAwait(false);

        Includes((await store.GetChangesAsync(first).ConfigureAwait(false)).Keys, "a", "b", "c");
        Includes((await store.GetChangesAsync(second).ConfigureAwait(false)).Keys, "c");
        for (var i = 0; i < 6000; i += 100)
        {
            var batch = new KeyValueBatch();
            for (var j = i; j < i + 100; j++)
                batch.Set($"k{j}", "v");
            await store.CommittedAsync(batch).ConfigureAwait(false);
        }

        Includes((await store.GetChangesAsync(second).ConfigureAwait(false)).Keys, "c", "k0", "k5999");
    }

    private static void Includes(IReadOnlyCollection<string>? named, params string[] changed)
    {
        foreach (var key in changed)
            Check(named is null || named.Contains(key, StringComparer.Ordinal), $"Key {Show(key)} changed and is not named.");
    }

    private static async Task Followed(CaseRun run)
    {
        var store = await OpenAsync(run).ConfigureAwait(false);
        await FollowAsync(store, store).ConfigureAwait(false);
    }

    private static async Task FromNothing(CaseRun run)
    {
        var store = await OpenAsync(run).ConfigureAwait(false);
        await BeginAsync(store, store).ConfigureAwait(false);
    }

    /// <summary>A mirror of one store, begun with nothing: before each of its steps another one on the same place is written to.</summary>
    internal static async Task BeginAsync(IChangeTrackingStore read, IKeyValueStore written)
    {
        var there = new KeyValueBatch();
        for (var i = 0; i < 20; i++)
            there.Set($"changed {i:00}", "old").Set($"removed {i:00}", "old");
        await written.CommittedAsync(there).ConfigureAwait(false);

        var mirror = new Dictionary<string, string>(StringComparer.Ordinal);
        var commits = 0;
        await CommitAsync().ConfigureAwait(false);
        var revision = (await read.GetChangesAsync(0).ConfigureAwait(false)).Revision;
        await CommitAsync().ConfigureAwait(false);
        await foreach (var (key, value) in read.ScanAsync("").ConfigureAwait(false))
        {
            if (mirror.Count % 10 == 0)
                await CommitAsync().ConfigureAwait(false);
            mirror[key] = Encoding.UTF8.GetString(value.Span);
        }

        await CommitAsync().ConfigureAwait(false);
        revision = await CatchUpAsync(read, revision, mirror).ConfigureAwait(false);
        await CommitAsync().ConfigureAwait(false);
        await CatchUpAsync(read, revision, mirror).ConfigureAwait(false);
        await EqualsAsync(read, mirror).ConfigureAwait(false);

        // Each to keys of its own, so that no later commit makes up for one that was missed.
        Task CommitAsync()
        {
            var number = $"{commits++:00}";
            return written.CommittedAsync(new KeyValueBatch().Set($"added {number}", "new").Set($"changed {number}", "new").Remove($"removed {number}"));
        }
    }

    /// <summary>A mirror of one store, kept by what it tells, while another one on the same place is written to.</summary>
    internal static async Task FollowAsync(IChangeTrackingStore read, IKeyValueStore written)
    {
        // Known before anybody writes, so that whoever tells nothing is found out however quick the writers are.
        var revision = (await read.GetChangesAsync(0).ConfigureAwait(false)).Revision;
        var writing = TogetherAsync(3, async writer =>
        {
            for (var i = 0; i < 60; i++)
            {
                var key = $"{writer}:{i % 7}";
                await written.CommittedAsync(i % 5 == 4 ? new KeyValueBatch().Remove(key) : new KeyValueBatch().Set(key, $"{i}")).ConfigureAwait(false);
            }
        });

        var mirror = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var last = false; ;)
        {
            revision = await CatchUpAsync(read, revision, mirror).ConfigureAwait(false);
            if (last)
                break;
            last = writing.IsCompleted;
        }

        await writing.ConfigureAwait(false);
        await EqualsAsync(read, mirror).ConfigureAwait(false);
    }

    /// <summary>Reads again what changed, or everything; the revision that the mirror is at.</summary>
    private static async Task<long> CatchUpAsync(IChangeTrackingStore read, long revision, Dictionary<string, string> mirror)
    {
        var changes = await read.GetChangesAsync(revision).ConfigureAwait(false);
        if (changes.Keys is null)
            mirror.Clear();
        foreach (var key in changes.Keys ?? await read.KeysAsync("").ConfigureAwait(false))
        {
            if (await read.ReadAsync(key).ConfigureAwait(false) is { } value)
                mirror[key] = value;
            else
                mirror.Remove(key);
        }

        return changes.Revision;
    }

    private static async Task EqualsAsync(IKeyValueStore read, Dictionary<string, string> mirror)
    {
        await read.ScansAsync("", [.. mirror.Keys.OrderBy(key => key, StringComparer.Ordinal)]).ConfigureAwait(false);
        foreach (var (key, value) in mirror)
            await read.HoldsAsync(key, value).ConfigureAwait(false);
    }
}
