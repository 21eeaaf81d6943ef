namespace MeshChat;

/// <summary>Everyone the library knows, as the page shows them.</summary>
internal sealed class People(IPeerPersistenceService peers, Links links, Func<ConnectionKeeper> keeper, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _withSecret = [];
    private readonly LookAlikes _lookAlikes = new();

    public event Action? Changed;

    public IReadOnlyList<Person> All { get; private set; } = [];

    /// <returns><c>null</c>: nobody we know.</returns>
    public string? NameOf(string peerId) => All.FirstOrDefault(person => person.Id == peerId)?.Name;

    /// <summary>Looks again, as quickly as somebody can read.</summary>
    public async Task RunAsync()
    {
        _ = LookAtOnceAsync();
        using var timer = new PeriodicTimer(Pace, time);
        do
        {
            await LookAsync();
        }
        while (await timer.WaitForNextTickAsync());
    }

    private async Task LookAtOnceAsync()
    {
        await foreach (var _ in keeper().WatchAsync())
            await LookAsync();
    }

    private async Task LookAsync()
    {
        // Opening a secret costs, and the page shows only that there is one.
        var isFirst = _withSecret.Count == 0;
        var known = await peers.QueryPeersAsync(new() { ExcludeBlacklisted = false, WithSecrets = isFirst });
        if (isFirst)
            _withSecret.UnionWith(known.Where(peer => peer.SecretStatus == SecretStatus.Available).Select(peer => peer.PeerId));
        var state = keeper().State;
        _lookAlikes.Compare(known.Select(peer => peer.DisplayName));
        IReadOnlyList<Person> all =
        [
            .. known.Select(peer => Person.Of(peer, _withSecret.Contains(peer.PeerId), _lookAlikes.Has(peer.DisplayName), state, links))
                .OrderBy(person => person.State).ThenByDescending(person => person.LastSeen),
        ];
        if (all.SequenceEqual(All))
            return;
        All = all;
        Changed?.Invoke();
    }
}
