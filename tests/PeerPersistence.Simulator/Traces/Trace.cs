using System.Globalization;
using System.IO.Compression;

namespace PeerPersistence.Simulator;

/// <summary>When the people of one community were on line, in minutes since a Monday, midnight UTC; see <c>Data/README.md</c>.</summary>
internal sealed class Trace
{
    private readonly Dictionary<int, List<(int Start, int End)>> _spans = [];

    private Trace(string name) => Name = name;

    public static IReadOnlyList<string> Names { get; } = ["qtox", "yocto_talk", "git_synapse"];

    public string Name { get; }

    public IEnumerable<int> People => _spans.Keys;

    /// <summary>The last minute of it.</summary>
    public int End { get; private set; }

    public static Trace Read(string name)
    {
        var trace = new Trace(name);
        using var file = typeof(Trace).Assembly.GetManifestResourceStream($"{name}.tsv.gz")
            ?? throw new ArgumentException($"A trace must be one of those in Data (was {name}).");
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                trace.Add([.. line.Split('\t').Take(3).Select(field => int.Parse(field, CultureInfo.InvariantCulture))]);
        }

        return trace;
    }

    /// <summary>When a person was there between two minutes, in seconds since the first.</summary>
    public Timeline Presence(int person, int first, int last) => new(
        from span in _spans[person]
        where span.End > first && span.Start < last
        select ((Math.Max(span.Start, first) - first) * 60, (Math.Min(span.End, last) - first) * 60));

    private void Add(int[] line)
    {
        var (person, span) = (line[0], (line[1], line[2]));
        if (!_spans.TryGetValue(person, out var spans))
            _spans.Add(person, spans = []);
        spans.Add(span);
        End = Math.Max(End, line[2]);
    }
}
