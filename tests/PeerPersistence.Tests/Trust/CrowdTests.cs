using System.Text.Json;
using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Trust;

/// <summary>A crowd of strangers at a full store, in every way that a stranger comes in: no friend goes for one.</summary>
[Trait("Load", "")]
public sealed class CrowdTests
{
    private const int Crowd = 300;

    private static readonly Dictionary<string, Func<Scene, Task>> Ways = new()
    {
        ["met"] = scene => EachAsync(scene, id => MeetAsync(scene, scene.Friend(id), inbound: false)),
        ["met in batches"] = async scene =>
        {
            foreach (var batch in Enumerable.Range(0, Crowd).Select(Id).Chunk(50))
                await RefusedAsync(scene.Service.StorePeersAsync(batch.Select(scene.Friend)));
        },
        ["met with great claims"] = scene => EachAsync(scene, id => MeetAsync(scene, Claiming(scene, id) with { IsPinned = false, SharedSecret = null }, inbound: true)),
        ["met with a secret"] = scene => EachAsync(scene, id => MeetAsync(scene, scene.Friend(id) with { SharedSecret = "s" }, inbound: true)),
        ["met with a secret, in batches"] = async scene =>
        {
            foreach (var batch in Enumerable.Range(0, Crowd).Select(Id).Chunk(50))
                await RefusedAsync(scene.Service.StorePeersAsync(batch.Select(id => scene.Friend(id) with { SharedSecret = "s" })));
        },
        ["heard of, then inbound"] = scene => EachAsync(scene, async id =>
        {
            await scene.Service.IntroducePeersAsync([Claiming(scene, id)], introducedBy: id);
            await scene.Service.RecordConnectedAsync(id, inbound: true);
        }),
        ["heard of in a crowd"] = scene => scene.Service.IntroducePeersAsync(Enumerable.Range(0, Crowd).Select(i => Claiming(scene, Id(i))), "friend-000"),
        ["named in gossip"] = scene => scene.Service.ObserveMeshAsync(Enumerable.Range(0, Crowd).Select(Id)),
        ["imported"] = scene => scene.Service.ImportDataAsync(new() { Peers = [.. Enumerable.Range(0, Crowd).Select(i => Claiming(scene, Id(i)))] }),
        ["imported, to replace"] = scene => scene.Service.ImportDataAsync(
            new() { Peers = [.. Enumerable.Range(0, Crowd).Select(i => Claiming(scene, Id(i)))] }, new() { OnConflict = ImportConflict.Replace }),
        ["imported as JSON with everything claimed"] = scene => scene.Service.ImportDataAsync(PeerExport.Parse(Forged(scene))),
    };

    public static TheoryData<StoreKind, string> Cases()
    {
        var cases = new TheoryData<StoreKind, string>();
        foreach (var way in Ways.Keys)
        {
            cases.Add(StoreKind.Memory, way);
            cases.Add(StoreKind.Plain, way);
        }

        cases.Add(StoreKind.File, "met with a secret");
        cases.Add(StoreKind.File, "imported as JSON with everything claimed");
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Crowd_AtAStoreFullOfFriends_CostsNone(StoreKind kind, string way)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 40);
        var friends = await Friends.MakeAsync(scene, 40);

        await Ways[way](scene);
        await scene.RestartAsync();
        await Ways[way](scene);
        await scene.Service.MaintainAsync();

        (await Friends.LeftAsync(scene, friends)).Should().BeGreaterThanOrEqualTo(way.Contains("secret", StringComparison.Ordinal) ? 38 : 40);
        (await scene.Service.GetStorageStatsAsync()).PeerCount.Should().BeLessThanOrEqualTo(40);
    }

    [Fact]
    public async Task Crowd_OfAThousandAtAHundredPlaces_EveryFriendStays()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory, options => options.MaxPeers = 100);
        var friends = await Friends.MakeAsync(scene, 100);

        for (var i = 0; i < 1000; i++)
            await MeetAsync(scene, scene.Stranger(Id(i)), inbound: true);
        await scene.RestartAsync();
        await scene.Service.MaintainAsync();

        (await Friends.LeftAsync(scene, friends)).Should().Be(100);
    }

    [Theory, OnEveryStore]
    public async Task Crowd_OfNewFriends_KeepsWhoWasMetOnMoreDays(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 40);
        var friends = await Friends.MakeAsync(scene, 40);
        await scene.Service.StorePeerAsync(scene.Friend("known for long") with { SharedSecret = "s" });
        for (var day = 0; day < 3; day++)
        {
            await scene.Service.RecordConnectedAsync("known for long", inbound: true);
            scene.Clock.Advance(TimeSpan.FromDays(1));
        }

        await EachAsync(scene, id => MeetAsync(scene, scene.Friend(id) with { SharedSecret = "s" }, inbound: true));

        (await scene.GetAsync("known for long")).IsFriend.Should().BeTrue();
        (await Friends.LeftAsync(scene, friends)).Should().Be(38, "one place in twenty is two");
    }

    [Theory, OnEveryStore]
    public async Task StorePeers_SomeFit_AreStoredAndTheOthersNamed(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 10);
        var friends = await Friends.MakeAsync(scene, 10);

        var store = () => scene.Service.StorePeersAsync([scene.Friend("s1"), scene.Friend("pinned") with { IsPinned = true }, scene.Stranger("s2"), scene.Friend(friends[9]) with { DisplayName = "new" }]);

        (await store.Should().ThrowAsync<StoreFullException>()).Which.PeerIds.Should().Equal("s1", "s2");
        (await scene.Service.GetAllPeerIdsAsync()).Should().Contain("pinned").And.HaveCount(10);
        (await scene.GetAsync(friends[9])).DisplayName.Should().Be("new");
        var alone = () => scene.Service.StorePeerAsync(scene.Friend("s3") with { SharedSecret = null });
        (await alone.Should().ThrowAsync<StoreFullException>()).Which.PeerIds.Should().Equal("s3");
    }

    [Theory, OnEveryStore]
    public async Task StorePeer_PinnedAtAStoreFullOfFriends_TheLeastFriendGoes(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 5);
        var friends = await Friends.MakeAsync(scene, 5, days: 3);
        foreach (var friend in friends.Except(["friend-002"]))
            await scene.Service.RecordConnectedAsync(friend);
        for (var i = 0; i < 9; i++)
            await scene.Service.RecordConnectedAsync("friend-002", inbound: true);

        await scene.Service.StorePeerAsync(scene.Stranger("pinned") with { IsPinned = true });

        (await scene.Service.GetAllPeerIdsAsync()).Should().BeEquivalentTo([.. friends.Except(["friend-002"]), "pinned"], "inbound connections are no worth");
    }

    private static string Id(int i) => $"stranger-{i:0000}";

    private static PeerData Claiming(Scene scene, string id) => scene.Friend(id) with
    {
        FirstSeen = scene.Now.AddYears(-3), IsPinned = true, SharedSecret = "s",
        ConnectionQuality = new() { TotalConnections = 9999, SuccessfulConnections = 9999, SuccessRate = 1 },
    };

    /// <summary>What an attacker's own store would export.</summary>
    private static string Forged(Scene scene) => JsonSerializer.Serialize(new
    {
        version = "1.0.0",
        peers = Enumerable.Range(0, Crowd).Select(i => new
        {
            peerId = Id(i), isPinned = true, sharedSecret = "s", firstSeen = 1, lastSeen = scene.Now.ToUnixTimeMilliseconds(), lastConnected = scene.Now.ToUnixTimeMilliseconds(),
            connectionQuality = new { totalConnections = 999, successfulConnections = 999 },
            evidence = new { own = new[] { 999, 99, 20_000, -1 }, met = new[] { 99, 20_000, -1 }, blocked = true },
        }),
    });

    private static async Task EachAsync(Scene scene, Func<string, Task> come)
    {
        for (var i = 0; i < Crowd; i++)
        {
            await come(Id(i));
            if (i % 50 == 0)
                scene.Clock.Advance(TimeSpan.FromHours(7));
        }
    }

    private static async Task MeetAsync(Scene scene, PeerData peer, bool inbound)
    {
        await RefusedAsync(scene.Service.StorePeerAsync(peer));
        await scene.Service.RecordConnectedAsync(peer.PeerId, inbound: inbound);
    }

    /// <summary>A store that may be refused.</summary>
    private static async Task RefusedAsync(Task store)
    {
        try
        {
            await store;
        }
        catch (StoreFullException e)
        {
            e.PeerIds.Should().NotBeEmpty();
        }
    }
}
