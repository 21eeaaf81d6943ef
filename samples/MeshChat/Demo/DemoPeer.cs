namespace MeshChat;

/// <summary>A peer of the demo, through all its lives.</summary>
internal sealed class DemoPeer(string name, string folder, params string[] moreOptions) : IDisposable
{
    private PeerProcess? _process;

    public string Name => name;

    public string Folder => folder;

    public Journal Journal { get; } = new();

    public string Id => Journal.All<Started>()[^1].Id;

    public string Address => Journal.All<Moved>() is [.., var moved] ? moved.Address : Journal.All<Started>()[^1].Address;

    /// <summary>The names of the peers it is linked with, as it says.</summary>
    public IReadOnlySet<string> Linked
    {
        get
        {
            var linked = new HashSet<string>();
            foreach (var chatEvent in Journal.All<ChatEvent>())
            {
                switch (chatEvent)
                {
                    case Started:
                        linked.Clear();
                        break;
                    case Linked e:
                        linked.Add(e.Name);
                        break;
                    case Unlinked e:
                        linked.Remove(e.Name);
                        break;
                }
            }

            return linked;
        }
    }

    public void Start()
    {
        _process?.Dispose();
        _process = PeerProcess.Start([name, "--data", folder, "--script", "--quick", .. moreOptions], Journal);
    }

    public void Type(string line)
    {
        try
        {
            _process!.Type(line);
        }
        catch (IOException)
        {
            throw new DemoFailure($"{name} ended on its own. {string.Join(' ', Journal.All<Problem>().Select(problem => problem.Text))}");
        }
    }

    public Task KillAsync() => _process!.KillAsync();

    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        Type("/quit");
        if (await _process!.WaitForExitAsync(cancellationToken) != 0)
            throw new DemoFailure($"{name} did not end well.");
    }

    public void Dispose() => _process?.Dispose();
}
