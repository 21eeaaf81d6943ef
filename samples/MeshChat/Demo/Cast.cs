namespace MeshChat;

/// <summary>The peers of the demo, and what can be asked of them all together.</summary>
internal sealed class Cast(string folder, CancellationToken cancellationToken) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<DemoPeer> _present = [];

    public List<DemoPeer> All { get; } = [];

    public IReadOnlyList<DemoPeer> Present => _present;

    public DemoPeer Add(string name, params string[] options)
    {
        var peer = new DemoPeer(name, Path.Combine(folder, name), options);
        All.Add(peer);
        return peer;
    }

    public async Task StartAsync(params DemoPeer[] peers)
    {
        var marks = peers.Select(peer => peer.Journal.Count).ToList();
        foreach (var peer in peers)
            peer.Start();
        foreach (var (peer, mark) in peers.Zip(marks))
            await ExpectAsync(peer, "come up", journal => journal.All<Started>(mark).Count > 0);
        _present.AddRange(peers);
    }

    public async Task KillAsync(DemoPeer peer)
    {
        _present.Remove(peer);
        await peer.KillAsync();
    }

    public async Task QuitAsync(DemoPeer peer)
    {
        _present.Remove(peer);
        await peer.QuitAsync(cancellationToken);
    }

    /// <summary>Waits until everyone present is linked with everyone else present, and with nobody else.</summary>
    public async Task WholeMeshAsync()
    {
        foreach (var peer in _present)
        {
            var others = _present.Where(other => other != peer).Select(other => other.Name).ToList();
            await ExpectAsync(peer, $"find {string.Join(", ", others)}", _ => peer.Linked.SetEquals(others));
        }
    }

    /// <summary>Waits for something that a peer has to report.</summary>
    /// <exception cref="DemoFailure">It did not.</exception>
    public async Task ExpectAsync(DemoPeer peer, string what, Func<Journal, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await peer.Journal.WaitAsync(condition, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var problems = string.Concat(peer.Journal.All<Problem>().Select(problem => $" It said: {problem.Text}"));
            throw new DemoFailure($"{peer.Name} did not {what} within {Patience.TotalSeconds:0} seconds.{problems}");
        }
    }

    public void Dispose() => All.ForEach(peer => peer.Dispose());
}
