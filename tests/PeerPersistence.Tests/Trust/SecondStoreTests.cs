using System.Text.Json;
using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Trust;

/// <summary>An app that stores at every start what it has configured costs its friends nothing, in any verb and shape.</summary>
public sealed class SecondStoreTests
{
    private static readonly Dictionary<string, Func<Scene, Task>> Starts = new()
    {
        ["id"] = scene => scene.Service.StorePeerAsync(new() { PeerId = "a" }),
        ["created anew"] = scene => scene.Service.StorePeerAsync(PeerData.Create("a", scene.Now)),
        ["one of several"] = scene => scene.Service.StorePeersAsync([new() { PeerId = "b" }, new() { PeerId = "a" }, new() { PeerId = "a" }]),
        ["empty lists"] = scene => scene.Service.StorePeerAsync(new() { PeerId = "a", IceServers = [], CachedCandidates = [], Metadata = new Dictionary<string, JsonElement>() }),
        ["as it was read"] = async scene => await scene.Service.StorePeerAsync(await scene.GetAsync("a")),
        ["the same addresses"] = scene => scene.Service.StorePeerAsync(new() { PeerId = "a", CachedCandidates = [new() { Candidate = "one" }, new() { Candidate = "two" }] }),
    };

    public static TheoryData<StoreKind, string> Cases()
    {
        var cases = new TheoryData<StoreKind, string>();
        foreach (var kind in Enum.GetValues<StoreKind>())
        {
            foreach (var start in Starts.Keys)
                cases.Add(kind, start);
        }

        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Start_AgainAndAgain_ChangesNothingOfAFriend(StoreKind kind, string start)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(new()
        {
            PeerId = "a", UserId = "u", DisplayName = "A", PublicKey = "{\"kty\":\"EC\"}", SharedSecret = "s", LastKnownIP = "192.0.2.1", IsPinned = true,
            IceServers = [new() { Urls = ["stun:a"], Username = "u", Credential = "c" }], CachedCandidates = [new() { Candidate = "one" }, new() { Candidate = "two" }],
            Metadata = new Dictionary<string, JsonElement> { ["k"] = JsonSerializer.SerializeToElement("v") },
        });
        await scene.Service.RecordConnectedAsync("a", new() { Latency = TimeSpan.FromMilliseconds(20), ConnectionType = ConnectionType.Host, Address = new() { Candidate = "one" } });
        await scene.Service.RecordDisconnectedAsync("a", TimeSpan.FromHours(1));
        var before = await scene.GetAsync("a");
        var addresses = await scene.Service.GetAddressesAsync("a");

        for (var i = 0; i < 2; i++)
        {
            await scene.RestartAsync();
            await Starts[start](scene);
        }

        var expected = start == "created anew" ? before with { ConnectionQuality = before.ConnectionQuality with { SuccessRate = 1 } } : before;
        (await scene.GetAsync("a")).Should().BeEquivalentTo(expected, options => options.Excluding(peer => peer.Metadata));
        (await scene.GetAsync("a")).Metadata["k"].GetString().Should().Be("v");
        (await scene.Service.GetAddressesAsync("a")).Should().BeEquivalentTo(addresses);
    }

    [Theory, OnEveryStore]
    public async Task Store_AListThatIsGiven_ReplacesTheWhole(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { CachedCandidates = [new() { Candidate = "one" }, new() { Candidate = "two" }] });
        await scene.Service.StorePeerAsync(scene.Friend("a") with { CachedCandidates = [new() { Candidate = "three" }] });
        (await scene.GetAsync("a")).CachedCandidates.Select(candidate => candidate.Candidate).Should().Equal("three");
        await scene.Service.UpdatePeerAsync("a", peer => peer with { CachedCandidates = [] });
        (await scene.GetAsync("a")).CachedCandidates.Should().BeEmpty();
    }
}
