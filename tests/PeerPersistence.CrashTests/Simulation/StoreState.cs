namespace PeerPersistence.CrashTests.Simulation;

/// <summary>Which commit wrote each key's value: the model that the store is held against.</summary>
internal sealed class StoreState : Dictionary<string, int>
{
    public StoreState() : base(StringComparer.Ordinal) { }

    public StoreState(StoreState other) : base(other, StringComparer.Ordinal) { }

    public static async Task<StoreState> ReadAsync(IKeyValueStore store)
    {
        var state = new StoreState();
        await foreach (var (key, value) in store.ScanAsync(""))
            state.Add(key, ScriptedCommit.WriterOf(key, value.Span));
        return state;
    }

    public bool Holds(ScriptedCommit commit) => commit.Expectations.All(expected =>
        TryGetValue(expected.Key, out var id) ? id == expected.Value : expected.Value is null);

    public StoreState After(ScriptedCommit commit)
    {
        var next = new StoreState(this);
        foreach (var (key, length) in commit.Changes)
        {
            if (length is null)
                next.Remove(key);
            else
                next[key] = commit.Id;
        }

        return next;
    }

    /// <summary>Every state that some of the commits, one after the other, could have led to.</summary>
    public List<StoreState> Reachable(IEnumerable<ScriptedCommit> commits)
    {
        List<StoreState> states = [this];
        foreach (var commit in commits)
            states.AddRange(states.Where(state => state.Holds(commit)).Select(state => state.After(commit)).ToList());
        return states;
    }

    public bool Matches(StoreState other) => Count == other.Count && this.All(pair => other.TryGetValue(pair.Key, out var id) && id == pair.Value);

    public override string ToString() => string.Join(' ', this.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
