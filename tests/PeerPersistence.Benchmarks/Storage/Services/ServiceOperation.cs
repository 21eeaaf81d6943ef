namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Something an app asks of the service.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="Times">How often each round.</param>
/// <param name="RunAsync">Does it once.</param>
internal sealed record ServiceOperation(string Name, int Times, Func<ServiceUnderTest, Task> RunAsync)
{
    private const int Top = 20;

    public static readonly ServiceOperation StoreNew = new("store new", 60, under => under.Service.StorePeerAsync(under.NewPeer()));

    public static readonly ServiceOperation StoreKnown = new("store known", 60, under => under.Service.StorePeerAsync(under.KnownPeer()));

    public static readonly ServiceOperation Get = new("get", 400, under => under.Service.GetPeerAsync(under.IdWithout()));

    public static readonly ServiceOperation GetWithSecret = new("get with secret", 400, under => under.Service.GetPeerAsync(under.IdWithSecret()));

    public static readonly ServiceOperation Update = new("update last seen", 60, under => under.Service.UpdateLastSeenAsync(under.IdWithout()));

    public static readonly ServiceOperation Query = new("query, top 20", 11, under => under.Service.QueryPeersAsync(new() { Limit = Top }));

    public static readonly ServiceOperation Linq = new("LINQ in memory, top 20", 11, under => Task.FromResult(
        under.InMemory.Where(peer => peer.BlacklistUntil is null).OrderByDescending(peer => peer.LastSeen).Take(Top).ToList()));

    public static readonly ServiceOperation Candidates = new("candidates", 5, under => under.Service.GetReconnectionCandidatesAsync());

    public static readonly ServiceOperation Stats = new("stats", 11, under => under.Service.GetStorageStatsAsync());

    public static readonly ServiceOperation StoreNewAtCapacity = StoreNew with { Name = "store new at capacity" };

    public static IReadOnlyList<ServiceOperation> All { get; } =
        [StoreNew, StoreKnown, Get, GetWithSecret, Update, Query, Linq, Candidates, Stats, StoreNewAtCapacity];
}
