namespace PeerPersistence.Tests.Protection;

/// <summary>Every answer is right while keys are replaced: at each call of the store in turn, a change of all keys comes between.</summary>
public sealed class KeysInMotionTests
{
    private const int Peers = 5;

    private static readonly Dictionary<string, Func<IPeerPersistenceService, Task>> s_calls = new()
    {
        ["get"] = async service => Check((await service.GetPeerAsync("peer-1"))!),
        ["get absent"] = async service => (await service.GetPeerAsync("none")).Should().BeNull(),
        ["contains"] = async service => (await service.ContainsAsync("peer-1")).Should().BeTrue(),
        ["get several"] = async service => CheckAll(await service.GetPeersAsync(["peer-0", "peer-1", "peer-2", "peer-3", "peer-4"])),
        ["query"] = async service => CheckAll(await service.QueryPeersAsync()),
        ["update"] = async service =>
        {
            (await service.UpdatePeerAsync("peer-1", Named)).Should().BeTrue();
            var peer = (await service.GetPeerAsync("peer-1"))!;
            (peer.DisplayName, peer.SharedSecret).Should().Be(("named", "secret of peer-1"));
        },
        ["look in an update"] = async service => (await service.UpdatePeerAsync("peer-1", peer => Check(peer))).Should().BeTrue(),
        ["another secret"] = async service =>
        {
            (await service.UpdatePeerAsync("peer-1", peer => Check(peer) with { SharedSecret = "new" })).Should().BeTrue();
            (await service.GetPeerAsync("peer-1"))!.SharedSecret.Should().Be("new");
        },
        ["store"] = async service =>
        {
            await service.StorePeerAsync(PeerData.Create("peer-1", new TestClock().GetUtcNow()) with { SharedSecret = "new" });
            (await service.GetPeerAsync("peer-1"))!.SharedSecret.Should().Be("new");
        },
        ["remove"] = async service => (await service.RemovePeerAsync("peer-1")).Should().BeTrue(),
        ["usage"] = async service => (await service.GetKeyUsageAsync()).Sum(key => key.Secrets).Should().Be(2 * Peers),
    };

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var call in s_calls.Keys)
            {
                foreach (var change in new[] { "another process rotates", "another service rotates", "the service rotates", "the service changes its master key" })
                {
                    data.Add(call, change, true);
                    data.Add(call, change, false);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task AnyCall_AllKeysAreReplacedMeanwhile_IsAnsweredAsEver(string call, string change, bool encrypted)
    {
        for (var (at, disturbed) = (0, true); disturbed; at++)
        {
            var inner = new InMemoryKeyValueStore();
            await FillAsync(inner, encrypted);
            Func<Task> replace = null!;
            var running = Task.CompletedTask;
            // Nobody waits for it here: the call that is disturbed may hold what it needs, and then it goes on when that is over.
            var between = new DisturbedStore(inner, at, () =>
            {
                running = replace();
                return Task.CompletedTask;
            });
            using var store = encrypted ? EncryptedKeyValueStore.Create(between, TestProviders.Fixed()) : null;
            await using var setup = new Setup(store: (IKeyValueStore?)store ?? between, keys: TestProviders.Fixed());
            await using var other = setup.Another();
            replace = change switch
            {
                "another process rotates" => () => RotateElsewhereAsync(inner, encrypted),
                "another service rotates" => () => other.RotateKeysAsync(),
                "the service rotates" => () => setup.Service.RotateKeysAsync(),
                _ => () => setup.Service.ChangeMasterKeyAsync(TestProviders.Fixed(2)),
            };

            try
            {
                await s_calls[call](setup.Service);
                await running;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Disturbed at call {at}.", e);
            }

            disturbed = between.Disturbed;
        }
    }

    private static async Task FillAsync(InMemoryKeyValueStore inner, bool encrypted)
    {
        using var store = encrypted ? EncryptedKeyValueStore.Create(inner, TestProviders.Fixed()) : null;
        await using var setup = new Setup(store: (IKeyValueStore?)store ?? inner, keys: TestProviders.Fixed());
        foreach (var i in Enumerable.Range(0, Peers))
            await setup.Service.StorePeerAsync(setup.Friend($"peer-{i}") with
            {
                SharedSecret = $"secret of peer-{i}", IceServers = [new("turn:t", "user", $"credential of peer-{i}")],
            });
    }

    private static async Task RotateElsewhereAsync(InMemoryKeyValueStore inner, bool encrypted)
    {
        using var store = encrypted ? EncryptedKeyValueStore.Create(inner, TestProviders.Fixed()) : null;
        await using var setup = new Setup(store: (IKeyValueStore?)store ?? inner, keys: TestProviders.Fixed());
        await setup.Service.RotateKeysAsync();
    }

    private static PeerData Named(PeerData peer) => Check(peer) with { DisplayName = "named" };

    private static PeerData Check(PeerData peer)
    {
        (peer.SecretStatus, peer.SharedSecret).Should().Be((SecretStatus.Available, $"secret of {peer.PeerId}"));
        peer.IceServers.Should().ContainSingle().Which.Credential.Should().Be($"credential of {peer.PeerId}");
        return peer;
    }

    private static void CheckAll(IReadOnlyList<PeerData> peers)
    {
        peers.Should().HaveCount(Peers);
        foreach (var peer in peers)
            Check(peer);
    }
}
