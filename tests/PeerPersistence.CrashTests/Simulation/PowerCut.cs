namespace PeerPersistence.CrashTests.Simulation;

/// <summary>What the disk may hold after a crash at an instant: what was synced for sure, what was not in part.</summary>
/// <remarks>
/// A sector of 512 bytes is written or not, in any order; names take effect in order. A killed process is the gentlest case:
/// everything done so far is there, and perhaps a part of the write that was under way.
/// </remarks>
internal sealed class PowerCut
{
    private const int Sector = 512;

    private readonly Dictionary<int, FileState> _files = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<DiskEvent> _pendingNames = [];

    public void Apply(DiskEvent happened, Random random)
    {
        switch (happened)
        {
            case DiskEvent.Created created:
                _files[created.File] = new();
                _pendingNames.Add(created);
                break;
            case DiskEvent.Named or DiskEvent.Renamed or DiskEvent.Deleted:
                _pendingNames.Add(happened);
                break;
            case DiskEvent.FolderSynced:
                ApplyNames(_names, _pendingNames.Count);
                _pendingNames.Clear();
                break;
            case DiskEvent.Written written:
                _files[written.File].Pending.Add(written);
                break;
            case DiskEvent.LengthSet set:
                _files[set.File].Pending.Add(set);
                break;
            case DiskEvent.Synced synced:
                _files[synced.File].Sync(random);
                break;
            case DiskEvent.SyncFailed failed:
                _files[failed.File].Forget();
                break;
        }
    }

    /// <summary>The process was killed: all that was done is there, but of the last write only so many bytes.</summary>
    public Dictionary<string, byte[]> Killed(DiskEvent.Written? last = null, int lastBytes = 0)
    {
        var image = Image(_pendingNames.Count, file => file.All());
        if (last is null)
            return image;
        foreach (var (path, file) in NamesAfter(_pendingNames.Count).Where(pair => pair.Value == last.File))
        {
            var content = new Bytes(image[path]);
            content.Write(last.Offset, last.Bytes.AsSpan(0, lastBytes));
            image[path] = content.Span.ToArray();
        }

        return image;
    }

    /// <summary>The power was cut before anything unsynced reached the disk.</summary>
    public Dictionary<string, byte[]> NothingUnsynced() => Image(0, file => file.Durable.Clone());

    /// <summary>The power was cut, and chance decides about each sector and each name.</summary>
    public Dictionary<string, byte[]> Chance(Random random)
    {
        var share = random.Next(3) switch { 0 => 0.1, 1 => 0.5, _ => 0.9 };
        return Image(random.Next(_pendingNames.Count + 1), file => file.Some(random, share));
    }

    private Dictionary<string, byte[]> Image(int names, Func<FileState, Bytes> content) =>
        NamesAfter(names).ToDictionary(pair => pair.Key, pair => content(_files[pair.Value]).Span.ToArray());

    private Dictionary<string, int> NamesAfter(int count)
    {
        var names = new Dictionary<string, int>(_names, StringComparer.Ordinal);
        ApplyNames(names, count);
        return names;
    }

    private void ApplyNames(Dictionary<string, int> names, int count)
    {
        foreach (var change in _pendingNames.Take(count))
        {
            if (change is DiskEvent.Created created)
                names[created.Path] = created.File;
            else if (change is DiskEvent.Named named)
                names[named.Path] = named.File;
            else if (change is DiskEvent.Deleted deleted)
                names.Remove(deleted.Path);
            else if (change is DiskEvent.Renamed renamed && names.Remove(renamed.From, out var file))
                names[renamed.To] = file;
        }
    }

    private sealed class FileState
    {
        private readonly HashSet<DiskEvent> _forgotten = [];

        public Bytes Durable { get; } = new();

        public List<DiskEvent> Pending { get; } = [];

        public void Sync(Random random)
        {
            foreach (var change in Pending)
                Apply(Durable, change, written => !_forgotten.Contains(written) || random.Next(2) == 0);
            Pending.Clear();
            _forgotten.Clear();
        }

        public void Forget() => _forgotten.UnionWith(Pending.OfType<DiskEvent.Written>());

        public Bytes All()
        {
            var content = Durable.Clone();
            foreach (var change in Pending)
                Apply(content, change, _ => true);
            return content;
        }

        public Bytes Some(Random random, double share)
        {
            var content = Durable.Clone();
            foreach (var change in Pending)
            {
                if (change is DiskEvent.Written written)
                    WriteSome(content, written, random, share);
                else if (random.NextDouble() < share)
                    Apply(content, change, _ => true);
            }

            return content;
        }

        private static void WriteSome(Bytes content, DiskEvent.Written written, Random random, double share)
        {
            for (var done = 0; done < written.Bytes.Length;)
            {
                var offset = written.Offset + done;
                var length = (int)Math.Min(Sector - offset % Sector, written.Bytes.Length - done);
                if (random.NextDouble() < share)
                    content.Write(offset, written.Bytes.AsSpan(done, length));
                done += length;
            }
        }

        private static void Apply(Bytes content, DiskEvent change, Func<DiskEvent, bool> reaches)
        {
            if (change is DiskEvent.LengthSet set)
                content.SetLength(set.Length);
            else if (change is DiskEvent.Written written && reaches(written))
                content.Write(written.Offset, written.Bytes);
        }
    }
}
