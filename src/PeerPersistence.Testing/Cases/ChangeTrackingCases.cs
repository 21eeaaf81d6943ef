using System.Text;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A store that tells what changed leaves nothing out.</summary>
internal static class ChangeTrackingCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("changes-token", "Every commit that changes something leads to another token, and without one the token stays.", Token)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-named", "Every key set or removed since a token is named, unless the store says that it no longer knows.", Named)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-counted", "Where commits are counted, none is left out.", Counted) { Needs = StoreCapabilities.ChangeTracking },
        new("changes-followed", "Who reads again what was named, while others commit, ends with what is stored.", Followed)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-from-nothing", "Who reads all there is, while others commit, and then what is named, ends with what is stored.",
            FromNothing)
            { Needs = StoreCapabilities.ChangeTracking },
        new("changes-lasting", "A token that is said to last is understood after reopening, and not in another place.", Lasting)
            { Needs = StoreCapabilities.ChangeTracking },
    ];

    private static async Task Token(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var tokens = new List<string> { (await store.ChangesAsync(null).ConfigureAwait(false)).Token };
        Check(!string.IsNullOrEmpty(tokens[0]), "A store begins without a token.");
        for (var i = 0; i < 5; i++)
        {
            await store.CommittedAsync(
                i % 2 == 0 ? new KeyValueBatch().Set("k", $"{i}") : new KeyValueBatch().Remove("k")).ConfigureAwait(false);
            var next = (await store.ChangesAsync(tokens[^1]).ConfigureAwait(false)).Token;
            Check(!tokens.Contains(next, StringComparer.Ordinal), "After a commit the token is one that there was before.");
            tokens.Add(next);
        }

        await store.ReadAsync("k").ConfigureAwait(false);
        Check((await store.ChangesAsync(tokens[^1]).ConfigureAwait(false)).Token == tokens[^1], "There is another token without a commit.");
        Check((await store.ChangesAsync(null).ConfigureAwait(false)).Token == tokens[^1], "The present token depends on who asks for it.");
        var unknown = await store.ChangesAsync("no token of this store").ConfigureAwait(false);
        Check(unknown.Keys is null, "Changes were named since a token that the store never gave.");
    }

    private static async Task Counted(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await CountAsync(store, store).ConfigureAwait(false);
    }

    /// <summary>Commits of every kind to one store, counted by another one on the same place.</summary>
    internal static async Task CountAsync(IKeyValueStore read, IKeyValueStore written)
    {
        var since = (await read.ChangesAsync(null).ConfigureAwait(false)).Token;
        KeyValueBatch[] batches =
        [
            new KeyValueBatch().Set("a", "1").Set("b", "1"), new KeyValueBatch().Set("a", "1"),
            new KeyValueBatch().Remove("never there"), new KeyValueBatch().Remove("b"),
        ];
        foreach (var batch in batches)
            await written.CommittedAsync(batch).ConfigureAwait(false);
        var commits = (await read.ChangesAsync(since).ConfigureAwait(false)).Commits;
        Check(commits is null || commits >= batches.Length, $"{commits} commits were counted of {batches.Length}.");
    }

    private static async Task Named(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "1").Set("b", "1")).ConfigureAwait(false);
        var first = (await store.ChangesAsync(null).ConfigureAwait(false)).Token;
        await store.CommittedAsync(new KeyValueBatch().Set("a", "2").Remove("b")).ConfigureAwait(false);
        var second = (await store.ChangesAsync(first).ConfigureAwait(false)).Token;
        await store.CommittedAsync(new KeyValueBatch().ExpectText("a", "2").Set("c", "1")).ConfigureAwait(false);

        Includes((await store.ChangesAsync(first).ConfigureAwait(false)).Keys, "a", "b", "c");
        Includes((await store.ChangesAsync(second).ConfigureAwait(false)).Keys, "c");
        for (var i = 0; i < 6000; i += 100)
        {
            var batch = new KeyValueBatch();
            for (var j = i; j < i + 100; j++)
                batch.Set($"k{j}", "v");
            await store.CommittedAsync(batch).ConfigureAwait(false);
        }

        Includes((await store.ChangesAsync(second).ConfigureAwait(false)).Keys, "c", "k0", "k5999");
    }

    private static void Includes(IReadOnlyCollection<string>? named, params string[] changed)
    {
        foreach (var key in changed)
            Check(named is null || named.Contains(key, StringComparer.Ordinal), $"Key {Show(key)} changed and is not named.");
    }

    private static async Task Followed(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await FollowAsync(store, store).ConfigureAwait(false);
    }

    private static async Task FromNothing(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await BeginAsync(store, store).ConfigureAwait(false);
    }

    private static async Task Lasting(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "1").Set("b", "1")).ConfigureAwait(false);
        var before = await store.ChangesAsync(null).ConfigureAwait(false);
        if (!before.IsLasting)
            return;
        await store.CommittedAsync(new KeyValueBatch().Set("a", "2").Remove("b")).ConfigureAwait(false);
        if (run.Can(StoreCapabilities.Persistent))
            store = await run.ReopenAsync(store).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("c", "1")).ConfigureAwait(false);
        var after = await store.ChangesAsync(before.Token).ConfigureAwait(false);
        Check(after.Keys is not null, "A token that was said to last is not understood.");
        Includes(after.Keys, "a", "b", "c");

        var elsewhere = await run.OpenElsewhereAsync().ConfigureAwait(false);
        foreach (var key in (string[])["a", "b", "c"])
            await elsewhere.CommittedAsync(new KeyValueBatch().Set(key, "1")).ConfigureAwait(false);
        Check(
            (await elsewhere.ChangesAsync(before.Token).ConfigureAwait(false)).Keys is null,
            "A token is understood in another place than its own. Who copies the data would not be told what changed there.");
    }

    /// <summary>A mirror of one store, begun with nothing: before each of its steps another one on the same place is written to.</summary>
    internal static async Task BeginAsync(IKeyValueStore read, IKeyValueStore written)
    {
        var there = new KeyValueBatch();
        for (var i = 0; i < 20; i++)
            there.Set($"changed {i:00}", "old").Set($"removed {i:00}", "old");
        await written.CommittedAsync(there).ConfigureAwait(false);

        var mirror = new Dictionary<string, string>(StringComparer.Ordinal);
        var commits = 0;
        await CommitAsync().ConfigureAwait(false);
        var token = (await read.ChangesAsync(null).ConfigureAwait(false)).Token;
        await CommitAsync().ConfigureAwait(false);
        await foreach (var (key, value) in read.ScanAsync("").ConfigureAwait(false))
        {
            if (mirror.Count % 10 == 0)
                await CommitAsync().ConfigureAwait(false);
            mirror[key] = Encoding.UTF8.GetString(value.Span);
        }

        await CommitAsync().ConfigureAwait(false);
        token = await CatchUpAsync(read, token, mirror).ConfigureAwait(false);
        await CommitAsync().ConfigureAwait(false);
        await CatchUpAsync(read, token, mirror).ConfigureAwait(false);
        await EqualsAsync(read, mirror).ConfigureAwait(false);

        // Each to keys of its own, so that no later commit makes up for one that was missed.
        Task CommitAsync()
        {
            var number = $"{commits++:00}";
            return written.CommittedAsync(
                new KeyValueBatch().Set($"added {number}", "new").Set($"changed {number}", "new").Remove($"removed {number}"));
        }
    }

    /// <summary>A mirror of one store, kept by what it tells, while another one on the same place is written to.</summary>
    internal static async Task FollowAsync(IKeyValueStore read, IKeyValueStore written)
    {
        // Known before anybody writes, so that whoever tells nothing is found out however quick the writers are.
        var token = (await read.ChangesAsync(null).ConfigureAwait(false)).Token;
        var writing = TogetherAsync(3, async writer =>
        {
            for (var i = 0; i < 60; i++)
            {
                var key = $"{writer}:{i % 7}";
                await written.CommittedAsync(
                    i % 5 == 4 ? new KeyValueBatch().Remove(key) : new KeyValueBatch().Set(key, $"{i}")).ConfigureAwait(false);
            }
        });

        var mirror = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var last = false; ;)
        {
            token = await CatchUpAsync(read, token, mirror).ConfigureAwait(false);
            if (last)
                break;
            await Task.Yield(); // Where there is one thread, the writers get a turn.
            last = writing.IsCompleted;
        }

        await writing.ConfigureAwait(false);
        await EqualsAsync(read, mirror).ConfigureAwait(false);
    }

    /// <summary>Reads again what changed, or everything; the token that the mirror is at.</summary>
    private static async Task<string> CatchUpAsync(IKeyValueStore read, string token, Dictionary<string, string> mirror)
    {
        var changes = await read.ChangesAsync(token).ConfigureAwait(false);
        if (changes.Keys is null)
            mirror.Clear();
        foreach (var key in changes.Keys ?? await read.KeysAsync("").ConfigureAwait(false))
        {
            if (await read.ReadAsync(key).ConfigureAwait(false) is { } value)
                mirror[key] = value;
            else
                mirror.Remove(key);
        }

        return changes.Token;
    }

    private static async Task EqualsAsync(IKeyValueStore read, Dictionary<string, string> mirror)
    {
        await read.ScansAsync("", [.. mirror.Keys.OrderBy(key => key, StringComparer.Ordinal)]).ConfigureAwait(false);
        foreach (var (key, value) in mirror)
            await read.HoldsAsync(key, value).ConfigureAwait(false);
    }
}
