using Microsoft.Extensions.DependencyInjection;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests.Identities;

/// <summary>Generated sequences over a few identities, closed and opened again all the time, against a model.</summary>
[Trait("Speed", "Slow")]
public sealed class GeneratedSequenceTests : IDisposable
{
    private const int Steps = 250;

    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Sequence_OnEveryIdentity_IsWhatTheModelSays(int seed, bool files)
    {
        var random = new Random(seed);
        var model = new Dictionary<string, SortedSet<string>>();
        await using var provider = Provide(seed, files);
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        var kept = Enumerable.Range(0, 6).Select(i => (Name: $"id {i}", Service: factory.Get($"id {i}"))).ToList();

        for (var step = 0; step < Steps; step++)
        {
            var (name, service) = kept[random.Next(kept.Count)];
            var peers = model.TryGetValue(name, out var known) ? known : model[name] = [];
            var peer = $"{random.Next(5)}";
            try
            {
                await StepAsync(random.Next(6), service, peers, peer);
            }
            catch (IOException)
            {
                // The store failed before it did anything.
            }

            var found = await UntilItWorksAsync(() => service.GetAllPeerIdsAsync());
            found.Order(StringComparer.Ordinal).Should().Equal(peers, "seed {0}, step {1}", seed, step);
        }

        async Task StepAsync(int kind, IPeerPersistenceService service, SortedSet<string> peers, string peer)
        {
            switch (kind)
            {
                case 0 or 1:
                    await service.StorePeerAsync(PeerData.Create(peer, _time.GetUtcNow()) with { SharedSecret = "s" });
                    peers.Add(peer);
                    break;
                case 2:
                    (await service.RemovePeerAsync(peer)).Should().Be(peers.Contains(peer), "seed {0}", seed);
                    peers.Remove(peer);
                    break;
                case 3:
                    _time.Advance(TimeSpan.FromSeconds(random.Next(20)));
                    break;
                case 4 when random.Next(4) == 0:
                    await UntilItWorksAsync(async () =>
                    {
                        await factory.RemoveAsync(kept.Single(one => one.Service == service).Name);
                        return true;
                    });
                    peers.Clear();
                    break;
                default:
                    (await service.GetPeerAsync(peer))?.SharedSecret.Should().Be("s");
                    break;
            }
        }
    }

    private static async Task<T> UntilItWorksAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (IOException)
            {
                // The next call fails by other dice.
            }
        }
    }

    private ServiceProvider Provide(int seed, bool files)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        var builder = services.AddPeerPersistenceFactory(options => (options.MaxOpen, options.IdleTimeout) = (2, TimeSpan.FromSeconds(10)));
        var stores = new Dictionary<string, FaultyKeyValueStore>();
        if (files)
            builder.UseFileStores(_folder);
        else
            builder.UseStores((_, identity) => stores.TryGetValue(identity, out var store)
                ? store
                : stores[identity] = new(new InMemoryKeyValueStore(), StoreFaults.Seeded(seed + stores.Count, 0.03, StoreFault.Fail)));
        builder.UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        return services.BuildServiceProvider();
    }
}
