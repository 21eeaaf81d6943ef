namespace PeerPersistence.Tests.Service;

/// <summary>Generated sequences of calls, by two services on one store, against a model that a reader can check by eye.</summary>
public sealed class SequenceTests
{
    [Theory]
    [InlineData(101, true)]
    [InlineData(102, true)]
    [InlineData(103, false)]
    public async Task AnySequence_EqualsTheModel(int seed, bool tracking)
    {
        var random = new Random(seed);
        var memory = new InMemoryKeyValueStore();
        await using var setup = new Setup(options => options.MaxPeers = 1000, tracking ? memory : new PlainStore(memory));
        await using var other = setup.Another();
        var model = new SortedDictionary<string, Known>(StringComparer.Ordinal);
        List<string> order = [];

        for (var step = 0; step < 600; step++)
        {
            setup.Time.Advance(TimeSpan.FromMinutes(random.Next(200)));
            var service = random.Next(2) == 0 ? setup.Service : other;
            var id = $"p{random.Next(12)}";
            var known = model.GetValueOrDefault(id);
            switch (random.Next(8))
            {
                case 0 or 1:
                    var secret = random.Next(3) == 0 ? $"s{step}" : null;
                    await service.StorePeerAsync(setup.Friend(id) with { DisplayName = $"n{step}", SharedSecret = secret });
                    model[id] = new($"n{step}", secret ?? known?.Secret, known?.Attempts ?? 0, setup.Now);
                    if (known is null)
                        order.Add(id);
                    break;
                case 2:
                    (await service.RemovePeerAsync(id)).Should().Be(model.Remove(id));
                    order.Remove(id);
                    break;
                case 3:
                    (await service.UpdatePeerAsync(id, peer => peer with { SharedSecret = null, DisplayName = "updated" })).Should().Be(known is not null);
                    Set(known is null ? null : known with { Secret = null, Name = "updated" });
                    break;
                case 4:
                    (await service.IncrementReconnectionAttemptsAsync(id)).Should().Be(known is not null);
                    Set(known is null ? null : known with { Attempts = known.Attempts + 1 });
                    break;
                case 5:
                    (await service.RecordConnectedAsync(id)).Should().Be(known is not null);
                    Set(known is null ? null : known with { Attempts = 0, LastSeen = setup.Now });
                    break;
                case 6:
                    (await service.UpdateLastSeenAsync(id)).Should().Be(known is not null);
                    Set(known is null ? null : known with { LastSeen = setup.Now });
                    break;
                default:
                    var expected = model.OrderByDescending(entry => entry.Value.LastSeen).ThenBy(entry => entry.Key, StringComparer.Ordinal);
                    (await service.QueryPeersAsync()).Select(peer => (peer.PeerId, new Known(peer.DisplayName, peer.SharedSecret, peer.ReconnectionAttempts, peer.LastSeen)))
                        .Should().Equal(expected.Select(entry => (entry.Key, entry.Value)), "seed {0}, step {1}", seed, step);
                    (await service.GetAllPeerIdsAsync()).Should().Equal(order, "seed {0}, step {1}", seed, step);
                    break;
            }

            void Set(Known? changed)
            {
                if (changed is not null)
                    model[id] = changed;
            }
        }

        await using var reopened = setup.Another();
        (await reopened.GetAllPeerIdsAsync()).Should().Equal(order, "seed {0}", seed);
    }

    private sealed record Known(string Name, string? Secret, int Attempts, DateTimeOffset LastSeen);
}
