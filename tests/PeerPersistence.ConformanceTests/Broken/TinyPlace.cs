namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>Where tiny stores keep their data; it outlives them.</summary>
internal sealed class TinyPlace
{
    public SortedDictionary<string, byte[]> Values { get; set; } = new(StringComparer.Ordinal);

    public List<string> Log { get; } = [];

    public int Openings { get; set; }

    public bool IsOpen { get; set; }

    public bool IsReadOnly { get; set; }

    public long Room { get; set; } = long.MaxValue;
}
