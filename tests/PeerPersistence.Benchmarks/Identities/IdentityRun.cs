using Microsoft.Extensions.DependencyInjection;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>One process with many identities, on one backend.</summary>
internal sealed class IdentityRun : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly PeerPersistenceFactory _factory;
    private readonly IdentityPlan _plan;
    private readonly Random _random = new(1);

    public IdentityRun(IdentityPlan plan, IIdentityBackend backend, string keyFile)
    {
        var services = new ServiceCollection();
        var builder = services.AddPeerPersistenceFactory(options => options.MaxOpen = plan.MaxOpen);
        backend.Use(builder);
        builder.UseKeyFile(keyFile);
        _provider = services.BuildServiceProvider();
        _factory = (PeerPersistenceFactory)_provider.GetRequiredService<IPeerPersistenceFactory>();
        _plan = plan;
    }

    /// <summary>How many identities are open.</summary>
    public int Open => _factory.Count;

    /// <summary>Stores all peers of all identities: a commit an identity, and one for its keys.</summary>
    public Task<Latencies> BuildUpAsync()
    {
        // The same for everybody: it is not the making of samples that is measured.
        var peers = Enumerable.Range(0, IdentityPlan.Peers).Select(SamplePeers.Make).ToList();
        return Latencies.MeasureAsync(_plan.Identities, IdentityPlan.Callers, i => Of(i).StorePeersAsync(peers));
    }

    /// <summary>Opens as many as may be open, by reading.</summary>
    public Task OpenAllAsync() => Latencies.MeasureAsync(_plan.MaxOpen, 1, i => ReadAsync(Of(i)));

    public Task<Latencies> UpdateHotAsync(int calls, int callers) => UpdateAsync(Draw(calls, 0, _plan.MaxOpen), callers);

    public Task<Latencies> ReadHotAsync(int calls, int callers)
    {
        var drawn = Draw(calls, 0, _plan.MaxOpen);
        return Latencies.MeasureAsync(calls, callers, i => ReadAsync(Of(drawn[i])));
    }

    /// <summary>Updates identities that are closed, none twice as long as there are enough.</summary>
    public Task<Latencies> UpdateColdAsync(int calls, int callers) => UpdateAsync(Cold(calls), callers);

    public Task<Latencies> ReadColdAsync(int calls, int callers)
    {
        var drawn = Cold(calls);
        return Latencies.MeasureAsync(calls, callers, i => ReadAsync(Of(drawn[i])));
    }

    /// <summary>Updates drawn from all identities alike.</summary>
    public Task<Latencies> UpdateAnyAsync(int calls, int callers) => UpdateAsync(Draw(calls, 0, _plan.Identities), callers);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static async Task ReadAsync(IPeerPersistenceService peers) => await peers.GetPeerAsync(SamplePeers.IdOf(1));

    private Task<Latencies> UpdateAsync(int[] identities, int callers) =>
        Latencies.MeasureAsync(identities.Length, callers, i => Of(identities[i]).UpdateLastSeenAsync(SamplePeers.IdOf(i % IdentityPlan.Peers)));

    private IPeerPersistenceService Of(int i) => _factory.Get($"user-{i}");

    private int[] Draw(int count, int from, int to) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(from, to))];

    private int[] Cold(int count)
    {
        var closed = Enumerable.Range(_plan.MaxOpen, _plan.Identities - _plan.MaxOpen).ToArray();
        _random.Shuffle(closed);
        return [.. Enumerable.Range(0, count).Select(i => closed[i % closed.Length])];
    }
}
