using System.Text.Json;
using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Trust;

/// <summary>What others say of a friend, by an introduction or in a file that anybody may have written, changes nothing but unproven addresses.</summary>
public sealed class HearsayTests
{
    private const string Key = """{"kty":"EC","crv":"P-256","x":"X","y":"Y"}""";
    private const string OtherKey = """{"kty":"EC","crv":"P-256","x":"X","y":"Z"}""";

    private static readonly Dictionary<string, Func<Scene, PeerData, Task>> Ways = new()
    {
        ["introduced"] = (scene, lie) => scene.Service.IntroducePeersAsync([lie], "mallory"),
        ["introduced by itself"] = (scene, lie) => scene.Service.IntroducePeersAsync([lie, lie], lie.PeerId),
        ["imported"] = (scene, lie) => scene.Service.ImportDataAsync(new() { Peers = [lie] }),
        ["imported as JSON"] = (scene, lie) => scene.Service.ImportDataAsync(PeerExport.Parse(new PeerExport { Peers = [lie] }.ToJson())),
        ["imported twice"] = (scene, lie) => scene.Service.ImportDataAsync(new() { Peers = [lie, lie with { PublicKey = "third" }] }),
    };

    public static TheoryData<StoreKind, string> Cases()
    {
        var cases = new TheoryData<StoreKind, string>();
        foreach (var kind in Enum.GetValues<StoreKind>())
        {
            foreach (var way in Ways.Keys)
                cases.Add(kind, way);
        }

        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Hearsay_OverAFriend_AddsUnprovenAddressesOnly(StoreKind kind, string way)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var before = await FriendAsync(scene);

        await Ways[way](scene, Lie(scene));

        (await scene.GetAsync("friend")).Should().BeEquivalentTo(
            before with { CachedCandidates = [.. before.CachedCandidates, new() { Candidate = "theirs" }] }, options => options.Excluding(peer => peer.Metadata));
        (await scene.GetAsync("friend")).Metadata.Keys.Should().Equal("own");
        (await scene.Service.GetAddressesAsync("friend")).Select(address => address.Candidate.Candidate).Should().Equal("own", "theirs");
        await scene.RestartAsync();
        (await scene.Service.GetAddressesAsync("friend")).Select(address => address.Candidate.Candidate).Should().Equal("own", "theirs");
    }

    [Theory]
    [InlineData("introduced"), InlineData("imported")]
    public async Task Hearsay_OverABlockedPeer_LiftsNothing(string way)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await FriendAsync(scene);
        await scene.Service.BlockAsync("friend");
        var before = await scene.GetAsync("friend");

        await Ways[way](scene, Lie(scene) with { BlacklistUntil = null });

        (await scene.GetAsync("friend")).Should().BeEquivalentTo(before, options => options.Excluding(peer => peer.Metadata));
    }

    [Theory, OnEveryStore]
    public async Task Import_Unprotected_NamesEveryConflict(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync("abcdefg".Select(id => scene.Friend($"{id}") with { PublicKey = Key, SharedSecret = "s" }));

        var result = await scene.Service.ImportDataAsync(new()
        {
            Peers =
            [
                scene.Friend("a") with { PublicKey = OtherKey }, scene.Friend("b") with { SharedSecret = "another" }, scene.Friend("c") with { IsPinned = true },
                scene.Friend("d") with { BlacklistUntil = scene.Now.AddYears(7) }, scene.Friend("e") with { ConnectionQuality = new() { TotalConnections = 99 } },
                scene.Friend("f") with { PublicKey = Key, SharedSecret = "s", LastSeen = scene.Now.AddHours(1) }, scene.Friend("new"),
            ],
        });

        result.Conflicts.Should().Equal("a", "b", "c", "d", "e");
        (result.Imported, result.Skipped).Should().Be((1, 6));
    }

    [Theory, OnEveryStore]
    public async Task Import_UnprotectedToReplace_ReplacesAllButBlockAndOwnExperience(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await FriendAsync(scene);
        await scene.Service.BlockAsync("friend");

        var result = await scene.Service.ImportDataAsync(new() { Peers = [Lie(scene) with { IsPinned = false }] }, new() { OnConflict = ImportConflict.Replace });

        result.Conflicts.Should().Equal("friend");
        var replaced = await scene.GetAsync("friend");
        (replaced.PublicKey, replaced.SharedSecret, replaced.DisplayName, replaced.IsFriend).Should().Be((OtherKey, "lie", "Mallory", true));
        replaced.BlacklistUntil.Should().BeAfter(scene.Now.AddYears(1000));
        await scene.Service.StorePeerAsync(new() { PeerId = "friend", PublicKey = Key });
        (await scene.GetAsync("friend")).PublicKey.Should().Be(Key, "the replaced one was a claim");
    }

    [Theory, OnEveryStore]
    public async Task Import_IntoAStoreWithoutPeers_IsTheUsersOwnBackup(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var friends = await Friends.MakeAsync(scene, 3);
        await scene.Service.SetPinnedAsync("friend-000", pinned: true);
        await scene.Service.BlockAsync("friend-001");
        await scene.Service.StorePeerAsync(scene.Friend("stranger") with { PublicKey = Key });
        await scene.Service.IntroducePeersAsync([scene.Stranger("told") with { CachedCandidates = [new() { Candidate = "there" }] }], "friend-002");
        var json = (await scene.Service.ExportDataAsync()).ToJson();
        await using var other = await Scene.OpenAsync(kind);
        other.Clock.SetUtcNow(scene.Now);

        (await other.Service.ImportDataAsync(PeerExport.Parse(json))).Should().BeEquivalentTo(new ImportResult { Imported = 5 });

        (await other.Service.QueryPeersAsync(new() { IsFriend = true, ExcludeBlacklisted = false })).Select(peer => peer.PeerId).Should().BeEquivalentTo(friends);
        (await other.GetAsync("friend-000")).IsPinned.Should().BeTrue();
        (await other.GetAsync("friend-001")).BlacklistUntil.Should().BeAfter(scene.Now.AddYears(1000));
        (await other.GetAsync("stranger")).IsFriend.Should().BeFalse();
        await FluentActions.Awaiting(() => other.Service.StorePeerAsync(new() { PeerId = "stranger", PublicKey = OtherKey })).Should().ThrowAsync<PublicKeyChangedException>();
        await other.Service.StorePeerAsync(new() { PeerId = "told", PublicKey = OtherKey });
    }

    [Theory, OnEveryStore]
    public async Task Restore_OnANewPhone_BringsAllFriendsWithKeysInOneCall(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var friends = await Friends.MakeAsync(scene, 5, withSecrets: true);
        await scene.Service.SetPinnedAsync("friend-000", pinned: true);
        await scene.Service.BlockAsync("friend-001");
        await scene.Service.UpdatePeerAsync("friend-002", peer => peer with { PublicKey = Key });
        var backup = await scene.Service.BackUpAsync("pass");
        backup.Should().NotContain("of friend-000");

        await using var phone = await Scene.OpenAsync(kind, options => options.MaxPeers = 5);
        await phone.Service.StorePeersAsync([phone.Stranger("found meanwhile"), phone.Stranger("friend-003")]);
        await FluentActions.Awaiting(() => phone.Service.RestoreAsync(backup, "wrong")).Should().ThrowAsync<SecretUnavailableException>();
        phone.Clock.SetUtcNow(scene.Now);
        var result = await phone.Service.RestoreAsync(backup, "pass");

        (result.Imported, result.Evicted, result.Conflicts.Count, result.SecretsLeftOut).Should().Be((5, 0, 0, 0));
        var restored = await phone.Service.QueryPeersAsync(new() { IsFriend = true, ExcludeBlacklisted = false });
        restored.Select(peer => (peer.PeerId, peer.SharedSecret)).Should().BeEquivalentTo(friends.Select(id => (id, "of " + id)));
        (await phone.GetAsync("friend-000")).IsPinned.Should().BeTrue();
        (await phone.GetAsync("friend-002")).PublicKey.Should().Be(Key);
        (await phone.Service.GetReconnectionCandidatesAsync()).Select(candidate => candidate.Peer.PeerId).Should().NotContain("friend-001", "it is blocked there too");
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Import_WithItsPassphrase_TakesNoOtherKeyUnlessToReplace(bool replace)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { PublicKey = OtherKey, DisplayName = "A", LastSeen = scene.Now.AddMinutes(5) });
        var backup = PeerExport.Parse(await scene.Service.BackUpAsync("pass"));
        await scene.Service.RemovePeerAsync("a");
        await scene.Service.StorePeerAsync(scene.Friend("a") with { PublicKey = Key });

        var result = await scene.Service.ImportDataAsync(backup, new() { Passphrase = "pass", OnConflict = replace ? ImportConflict.Replace : ImportConflict.KeepNewest });

        result.Conflicts.Should().Equal("a");
        var peer = await scene.GetAsync("a");
        (peer.DisplayName, peer.PublicKey).Should().Be(("A", replace ? OtherKey : Key));
    }

    [Fact]
    public async Task Introduce_ByOne_HasAQuotaAndOthersHaveTheirs()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory, options => options.MaxPeers = 100);
        for (var i = 0; i < 40; i++)
            await scene.Service.IntroducePeersAsync([scene.Stranger($"m{i}"), scene.Stranger($"m{i}b")], "mallory");
        (await scene.Service.GetAllPeerIdsAsync()).Should().HaveCount(20);
        await scene.Service.IntroducePeersAsync([scene.Stranger("a")], "alice");
        (await scene.Service.GetPeerAsync("a")).Should().NotBeNull();

        await scene.Service.RemovePeerAsync("m0");
        await scene.Service.IntroducePeersAsync([scene.Stranger("m99")], "mallory");
        (await scene.Service.GetPeerAsync("m99")).Should().NotBeNull();
    }

    [Fact]
    public async Task Introduce_ADamagedRecord_IsLeftAsItIs()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Store.SetTextAsync("mesh:peer:a", "{");
        await scene.Service.IntroducePeersAsync([scene.Stranger("a"), scene.Stranger("b")], "x");
        (await scene.Store.TextAsync("mesh:peer:a")).Should().Be("{");
        (await scene.Service.GetPeerAsync("b")).Should().NotBeNull();
    }

    [Theory, OnEveryStore]
    public async Task Removed_ByTheUser_IsBroughtBackByTheUserOnly(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("gone"), scene.Friend("here")]);
        await scene.Service.RemovePeerAsync("gone");
        await scene.RestartAsync();
        scene.Clock.Advance(TimeSpan.FromDays(90));

        await scene.Service.IntroducePeersAsync([scene.Friend("gone")], "here");
        await scene.Service.ObserveMeshAsync(["gone", "here"]);
        (await scene.Service.GetPeerAsync("gone")).Should().BeNull();
        (await scene.Service.FindNewPeerIdsAsync(["gone", "new"])).Should().Equal("new");

        await scene.Service.StorePeerAsync(scene.Friend("gone"));
        (await scene.Service.GetPeerAsync("gone")).Should().NotBeNull();
    }

    [Fact]
    public void RemovedPeers_AFloodOfGivenUpStrangers_DisplacesNobodyTheUserRemoved()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var removed = RemovedPeers.None.With(["user's"], byUser: true, now);
        for (var i = 0; i < 3; i++)
            removed = removed.With(Enumerable.Range(0, RemovedPeers.Capacity).Select(n => $"{i}-{n}"), byUser: false, now.AddDays(i + 1));

        removed.Contains("user's").Should().BeTrue();
        removed.Contains("0-0").Should().BeFalse();
        removed.Contains("2-0").Should().BeTrue();
    }

    private static async Task<PeerData> FriendAsync(Scene scene)
    {
        await scene.Service.StorePeersAsync([scene.Friend("other"), scene.Friend("friend") with
        {
            PublicKey = Key, SharedSecret = "own", DisplayName = "Friend", IsPinned = true, LastKnownIP = "192.0.2.1", ReconnectionAttempts = 0,
            IceServers = [new() { Urls = ["stun:own"] }], CachedCandidates = [new() { Candidate = "own" }],
            Metadata = new Dictionary<string, JsonElement> { ["own"] = JsonSerializer.SerializeToElement(1) },
        }]);
        scene.Clock.Advance(TimeSpan.FromDays(1));
        await scene.Service.RecordConnectedAsync("friend", new() { Latency = TimeSpan.FromMilliseconds(20) });
        scene.Clock.Advance(TimeSpan.FromDays(1));
        await scene.Service.RecordConnectedAsync("friend");
        return await scene.GetAsync("friend");
    }

    private static PeerData Lie(Scene scene) => scene.Friend("friend") with
    {
        PublicKey = OtherKey, SharedSecret = "lie", DisplayName = "Mallory", UserId = "m", IsPinned = true, LastKnownIP = "203.0.113.9", ReconnectionAttempts = 99,
        BlacklistUntil = scene.Now.AddYears(7000), FirstSeen = scene.Now.AddYears(-9), LastSeen = scene.Now.AddMinutes(9), LastConnected = scene.Now.AddMinutes(9),
        IceServers = [new() { Urls = ["stun:theirs"] }], CachedCandidates = [new() { Candidate = "theirs" }],
        ConnectionQuality = new() { TotalConnections = 999, SuccessfulConnections = 0, SuccessRate = 0, Latency = TimeSpan.FromHours(1) },
        Metadata = new Dictionary<string, JsonElement> { ["theirs"] = JsonSerializer.SerializeToElement(1) },
    };
}
