using System.Globalization;

namespace PeerPersistence.Tests;

/// <summary>Several services read, query and update from many threads while all keys are replaced over and over; every answer is checked.</summary>
internal static class KeysInMotion
{
    private const int Peers = 30;
    private const int Workers = 6;
    private const int LeastCalls = 2000;

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="inner">The store.</param>
    /// <param name="encrypted">Whether whole records are encrypted as well.</param>
    /// <param name="elsewhere">Whether the keys are replaced as another process would, with a layer and a service of its own.</param>
    /// <param name="rounds">How often, and until so many calls were made that it was worth it.</param>
    /// <returns>How many calls were answered, all of them rightly.</returns>
    public static async Task<int> RunAsync(IKeyValueStore inner, bool encrypted, bool elsewhere, int rounds)
    {
        using var here = encrypted ? EncryptedKeyValueStore.Create(inner, Keys()) : null;
        using var there = encrypted ? EncryptedKeyValueStore.Create(inner, Keys()) : null;
        var services = Enumerable.Range(0, 3).Select(_ => new PeerPersistenceService(here ?? inner, new(), Keys())).ToArray();
        var other = new PeerPersistenceService(there ?? inner, new(), Keys());
        await services[0].StorePeersAsync(Enumerable.Range(0, Peers).Select(i => PeerData.Create(Id(i), s_start) with { SharedSecret = Secret(Id(i)), DisplayName = "0", IceServers = [new("turn:t", "u", Secret(Id(i)))] }));

        var isOver = false;
        var (calls, updates) = (0, new int[Peers]);
        var working = Enumerable.Range(0, Workers).Select(seed => Task.Run(async () =>
        {
            var (service, random) = (services[seed % services.Length], new Random(seed));
            for (var call = 0; !Volatile.Read(ref isOver); call++)
            {
                await CallAsync(service, call, random.Next(Peers), updates);
                Interlocked.Increment(ref calls);
            }
        })).ToArray();
        try
        {
            for (var round = 0; (round < rounds || Volatile.Read(ref calls) < LeastCalls) && !working.Any(worker => worker.IsFaulted); round++)
            {
                var service = elsewhere ? other : services[round % services.Length];
                if (round % 4 == 3)
                    await service.ChangeMasterKeyAsync(Keys());
                else
                    await service.RotateKeysAsync();
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
        }

        await Task.WhenAll(working);
        foreach (var peer in Check(await other.QueryPeersAsync()))
            peer.DisplayName.Should().Be($"{updates[int.Parse(peer.PeerId[5..], CultureInfo.InvariantCulture)]}", "no update is lost");
        foreach (var service in services.Append(other))
            await service.DisposeAsync();
        return calls;
    }

    private static async Task CallAsync(PeerPersistenceService service, int call, int peer, int[] updates)
    {
        switch (call % 8)
        {
            case 0:
                Check(await service.QueryPeersAsync());
                break;
            case 1:
                Check(await service.GetPeersAsync(Enumerable.Range(0, Peers).Select(Id)));
                break;
            case 2:
                (await service.UpdatePeerAsync(Id(peer), seen => Check(seen) with { DisplayName = $"{int.Parse(seen.DisplayName!, CultureInfo.InvariantCulture) + 1}" }))
                    .Should().BeTrue();
                Interlocked.Increment(ref updates[peer]);
                break;
            case 3:
                (await service.ContainsAsync(Id(peer))).Should().BeTrue();
                (await service.GetPeerAsync("none")).Should().BeNull();
                break;
            default:
                Check((await service.GetPeerAsync(Id(peer))).Should().NotBeNull().And.Subject.As<PeerData>());
                break;
        }
    }

    private static IReadOnlyList<PeerData> Check(IReadOnlyList<PeerData> peers)
    {
        peers.Should().HaveCount(Peers);
        foreach (var peer in peers)
            Check(peer);
        return peers;
    }

    private static PeerData Check(PeerData peer)
    {
        (peer.SecretStatus, peer.SharedSecret).Should().Be((SecretStatus.Available, Secret(peer.PeerId)));
        peer.IceServers.Should().ContainSingle().Which.Credential.Should().Be(Secret(peer.PeerId));
        return peer;
    }

    private static string Id(int peer) => $"peer-{peer}";

    private static string Secret(string peerId) => $"secret of {peerId}";

    private static FixedKeyProvider Keys() => new("a key of thirty-two bytes, tests"u8.ToArray());
}
