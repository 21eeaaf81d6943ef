namespace MeshChat;

/// <summary>Keeps the books on lines: who has to hear what, and who did.</summary>
internal sealed class LineCount(Cast cast)
{
    private readonly Dictionary<DemoPeer, List<string>> _due = [];

    /// <summary>Lets everyone present say some lines, all at once, and waits until all others heard them.</summary>
    public async Task EveryoneSpeaksAsync(string occasion, int linesEach = 3)
    {
        foreach (var peer in cast.Present)
        {
            for (var i = 1; i <= linesEach; i++)
                Say(peer, $"{peer.Name} {occasion}, line {i}");
        }

        foreach (var listener in cast.Present)
            await cast.ExpectAsync(listener, "hear every line", _ => Missing(listener) == 0);
    }

    public int DueTo(DemoPeer listener) => _due.TryGetValue(listener, out var lines) ? lines.Count : 0;

    /// <exception cref="DemoFailure">A line was heard twice, or was never said.</exception>
    public void Audit()
    {
        foreach (var peer in cast.All)
        {
            var heard = Heard(peer).Order(StringComparer.Ordinal);
            if (!heard.SequenceEqual(_due.GetValueOrDefault(peer, []).Order(StringComparer.Ordinal)))
                throw new DemoFailure($"{peer.Name} heard other lines than were said to it.");
        }
    }

    private void Say(DemoPeer peer, string line)
    {
        peer.Type(line);
        foreach (var listener in cast.Present.Where(listener => listener != peer))
        {
            if (!_due.TryAdd(listener, [line]))
                _due[listener].Add(line);
        }
    }

    private int Missing(DemoPeer listener) => _due[listener].Except(Heard(listener)).Count();

    private static IEnumerable<string> Heard(DemoPeer peer) => peer.Journal.All<LineHeard>().Select(line => line.Text);
}
