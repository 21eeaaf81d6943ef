namespace PeerPersistence.CrashTests.Simulation;

/// <summary>What the disk may hold after a crash at an instant: what was synced for sure, what was not in part.</summary>
/// <remarks>
/// What is left of the rest is up to <see cref="CutRules"/>. A killed process is the gentlest case: everything done so far is there,
/// and perhaps a part of the write that was under way.
/// </remarks>
internal sealed class PowerCut
{
    private readonly Dictionary<int, UnsyncedFile> _files = [];
    private readonly UnsyncedNames _names = new();

    /// <summary>Whether anything would be lost now.</summary>
    public bool IsAnythingUnsynced => _names.AreThere || _files.Values.Any(file => file.Pending.Count > 0);

    public void Apply(DiskEvent happened, Random random)
    {
        _names.Apply(happened);
        switch (happened)
        {
            case DiskEvent.FolderSynced folder:
                _names.Sync(folder.Path);
                break;
            case DiskEvent.Written written:
                FileOf(written.File).Pending.Add(written);
                break;
            case DiskEvent.LengthSet set:
                FileOf(set.File).Pending.Add(set);
                break;
            case DiskEvent.Synced synced:
                FileOf(synced.File).Sync(random);
                break;
            case DiskEvent.SyncFailed failed:
                FileOf(failed.File).Forget();
                break;
        }
    }

    /// <summary>The process was killed: all that was done is there, but of the last write only so many bytes.</summary>
    public Dictionary<string, byte[]> Killed(DiskEvent.Written? last = null, int lastBytes = 0)
    {
        var names = _names.All();
        var image = Image(names, file => file.All());
        foreach (var (path, _) in names.Where(pair => pair.Value == last?.File))
        {
            var content = new Bytes(image[path]);
            content.Write(last!.Offset, last.Bytes.AsSpan(0, lastBytes));
            image[path] = content.Span.ToArray();
        }

        return image;
    }

    /// <summary>The power was cut before anything unsynced reached the disk.</summary>
    public Dictionary<string, byte[]> NothingUnsynced() => Image(_names.Durable(), file => file.Durable);

    /// <summary>The power was cut, and chance decides what of the rest reached the disk.</summary>
    public Dictionary<string, byte[]> Chance(Random random, CutRules rules = CutRules.Sectors)
    {
        var share = random.Next(3) switch { 0 => 0.1, 1 => 0.5, _ => 0.9 };
        return Image(_names.Some(random, share, rules), file => file.Some(random, share, rules));
    }

    // A file of two names is one file.
    private Dictionary<string, byte[]> Image(Dictionary<string, int> names, Func<UnsyncedFile, Bytes> content)
    {
        var contents = names.Values.Distinct().ToDictionary(file => file, file => content(FileOf(file)).Span.ToArray());
        return names.ToDictionary(pair => pair.Key, pair => contents[pair.Value]);
    }

    private UnsyncedFile FileOf(int id)
    {
        if (!_files.TryGetValue(id, out var file))
            _files[id] = file = new();
        return file;
    }
}
