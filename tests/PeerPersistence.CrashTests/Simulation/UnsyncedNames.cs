namespace PeerPersistence.CrashTests.Simulation;

/// <summary>The names on a disk, and what was done with names since their folder was synced.</summary>
internal sealed class UnsyncedNames
{
    private readonly Dictionary<string, int> _durable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _current = new(StringComparer.Ordinal);
    private readonly List<Change> _pending = [];

    public bool AreThere => _pending.Count > 0;

    public void Apply(DiskEvent happened)
    {
        if (happened is DiskEvent.Created created)
            Add(new(null, created.Path, created.File));
        else if (happened is DiskEvent.Named named)
            Add(new(null, named.Path, named.File));
        else if (happened is DiskEvent.Deleted deleted)
            Add(new(deleted.Path, null, 0));
        else if (happened is DiskEvent.Renamed renamed && _current.TryGetValue(renamed.From, out var file))
            Add(new(renamed.From, renamed.To, file));
    }

    /// <param name="folder"><c>null</c>: all of them.</param>
    public void Sync(string? folder)
    {
        foreach (var change in _pending.Where(change => folder is null || change.Folder == folder))
            change.Apply(_durable);
        _pending.RemoveAll(change => folder is null || change.Folder == folder);
    }

    public Dictionary<string, int> Durable() => new(_durable, StringComparer.Ordinal);

    public Dictionary<string, int> All() => new(_current, StringComparer.Ordinal);

    public Dictionary<string, int> Some(Random random, double share, CutRules rules)
    {
        var names = Durable();
        var first = random.Next(_pending.Count + 1);
        for (var i = 0; i < _pending.Count; i++)
        {
            if (rules == CutRules.Strict ? random.NextDouble() < share : i < first)
                _pending[i].Apply(names);
        }

        return names;
    }

    private void Add(Change change)
    {
        _pending.Add(change);
        change.Apply(_current);
    }

    private sealed record Change(string? Gone, string? Come, int File)
    {
        public string Folder { get; } = Path.GetDirectoryName(Come ?? Gone)!;

        public void Apply(Dictionary<string, int> names)
        {
            if (Gone is not null)
                names.Remove(Gone);
            if (Come is not null)
                names[Come] = File;
        }
    }
}
