namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A file's bytes on a disk, and what was done with them since it was synced.</summary>
internal sealed class UnsyncedFile
{
    private const int Sector = 512;

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

    public Bytes Some(Random random, double share, CutRules rules)
    {
        var content = Durable.Clone();
        var whole = rules == CutRules.Ordered ? random.Next(Pending.Count + 1) : 0;
        for (var i = 0; i < Pending.Count; i++)
        {
            if (i < whole)
                Apply(content, Pending[i], _ => true);
            else if (rules == CutRules.Ordered && i > whole)
                break;
            else if (Pending[i] is not DiskEvent.Written written)
                Apply(content, Pending[i], _ => true, random.NextDouble() < share);
            else if (rules == CutRules.Strict && random.Next(2) == 0)
                WritePart(content, written, random);
            else
                WriteSome(content, written, random, share);
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

    /// <summary>From one byte to another. Zeros at the end of a write are all alike, so most tears are before them.</summary>
    private static void WritePart(Bytes content, DiskEvent.Written written, Random random)
    {
        var most = random.Next(4) == 0 ? written.Bytes.Length : written.Bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        var end = random.Next(most + 1);
        var start = random.Next(2) == 0 ? 0 : random.Next(end + 1);
        content.Write(written.Offset + start, written.Bytes.AsSpan(start, end - start));
    }

    private static void Apply(Bytes content, DiskEvent change, Func<DiskEvent, bool> reaches, bool lengths = true)
    {
        if (change is DiskEvent.LengthSet set && lengths)
            content.SetLength(set.Length);
        else if (change is DiskEvent.Written written && reaches(written))
            content.Write(written.Offset, written.Bytes);
    }
}
