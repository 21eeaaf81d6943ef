namespace PeerPersistence.CrashTests.Simulation;

/// <summary>Runs a generated sequence of commits and compactions on a store, and notes what was answered.</summary>
internal sealed class Script(SimulatedDisk disk, Random random, StoreState state, Script? before = null)
{
    public const string Path = "/folder/peers.db";

    private const int Letters = 8;

    private readonly Dictionary<(string, int), byte[]> _written = before?._written ?? [];
    private int _nextId = before?._nextId ?? 1;

    /// <summary>The state of everything that was answered with true.</summary>
    public StoreState State { get; private set; } = state;

    public Dictionary<int, ScriptedCommit> Commits { get; } = [];

    /// <summary>The commits that were answered with true.</summary>
    public HashSet<int> Done { get; } = [];

    public static FileStoreOptions RandomOptions(Random random) => new()
    {
        BytesAhead = random.Next(3) switch { 0 => 0, 1 => 700, _ => 4096 },
        CompactionFloorBytes = random.Next(2) == 0 ? 1500 : 1_000_000,
        FreedAtOnce = random.Next(2) == 0 ? 500 : long.MaxValue,
    };

    public async Task RunAsync(FileKeyValueStore store, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var compaction = random.Next(6) == 0 ? store.CompactAsync() : Task.CompletedTask;
            await CommitTogetherAsync(store, random.Next(1, 7));
            await compaction;
        }
    }

    /// <summary>Commits that are all in flight at once.</summary>
    private async Task CommitTogetherAsync(FileKeyValueStore store, int count)
    {
        var group = new List<ScriptedCommit>();
        var expected = State;
        for (var i = 0; i < count; i++)
        {
            var commit = Next(expected);
            group.Add(commit);
            Commits.Add(commit.Id, commit);
            if (expected.Holds(commit))
                expected = expected.After(commit);
        }

        disk.WritesMayGo.Reset();
        disk.Note(new DiskEvent.Submitted([.. group.Select(commit => commit.Id)]));
        var answers = group.Select(commit => store.CommitAsync(commit.ToBatch(Written)).AsTask()).ToList();
        disk.WritesMayGo.Set();
        for (var i = 0; i < group.Count; i++)
        {
            var holds = State.Holds(group[i]);
            (await answers[i]).Should().Be(holds, "commit {0} was judged against all before it", group[i].Id);
            if (!holds)
                continue;
            State = State.After(group[i]);
            Done.Add(group[i].Id);
        }

        disk.Note(new DiskEvent.Answered());
    }

    private ScriptedCommit Next(StoreState expected)
    {
        var id = _nextId++;
        var changes = new Dictionary<string, int?>(StringComparer.Ordinal);
        var isLarge = random.Next(12) == 0;
        for (var letter = 'a'; isLarge && letter < 'a' + Letters; letter++)
            changes[$"mesh:peer:{letter}"] = 900; // large: of several frames
        for (var count = random.Next(10) == 0 ? 0 : random.Next(1, 4); count > 0; count--)
            changes[Key()] = random.Next(4) == 0 ? null : random.Next(12) == 0 ? 1500 : random.Next(24, 120);
        var expectations = new Dictionary<string, int?>(StringComparer.Ordinal);
        for (var count = random.Next(3) - 1; count > 0; count--)
        {
            var key = Key();
            expectations[key] = random.Next(5) == 0 ? null : expected.TryGetValue(key, out var writer) ? writer : null;
        }

        foreach (var (key, length) in changes)
            _written[(key, id)] = ScriptedCommit.ValueOf(id, key, length ?? 0);
        return new(id, changes, expectations);
    }

    private byte[] Written(string key, int id) => _written.TryGetValue((key, id), out var value) ? value : [];

    private string Key() => $"mesh:peer:{(char)('a' + random.Next(Letters))}";
}
