using System.Text.Json;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>A record at its limits, and one beyond them, costs nobody else anything, and its own user nothing that was not asked for.</summary>
public sealed class RecordAtItsLimitTests
{
    [Theory, OnEveryStore]
    public async Task Events_RecordOfTheLargestSize_AreRecordedForEverybody(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Stranger("friend"));
        await scene.Service.StorePeerAsync(Largest("mallory"));
        scene.Clock.Advance(TimeSpan.FromDays(3));

        (await scene.Service.UpdateLastSeenAsync("mallory")).Should().BeTrue();
        (await scene.Service.RecordConnectedAsync("mallory", new() { Address = new(new string('x', PeerLimits.LineLength)) })).Should().BeTrue();
        (await scene.Service.RecordConnectedAsync("mallory", inbound: true)).Should().BeTrue();
        (await scene.Service.RecordDisconnectedAsync("mallory", TimeSpan.FromHours(1), Departure.Remote)).Should().BeTrue();
        (await scene.Service.RecordFailedAttemptAsync("mallory")).Should().BeTrue();
        (await scene.Service.UpdateConnectionQualityAsync("mallory", new() { Latency = TimeSpan.FromMilliseconds(12.3456) })).Should().BeTrue();
        (await scene.Service.ReplaceConnectionQualityAsync("mallory", new() { TotalConnections = int.MaxValue })).Should().BeTrue();
        await scene.Service.ObserveMeshAsync(["friend", "mallory"], ["x", "y"]);
        await scene.Service.IntroducePeersAsync(
            [new() { PeerId = "mallory", CachedCandidates = [.. Enumerable.Range(0, 4).Select(i => new IceCandidate(new string((char)('a' + i), PeerLimits.LineLength)))] }], "friend");
        await scene.Service.SetPinnedAsync("mallory", true);
        await scene.Service.BlockAsync("mallory");
        await scene.Service.UnblockAsync("mallory");
        await scene.Service.AcceptKeyAsync("mallory", "{\"kty\":\"EC\"}");
        await scene.Service.RotateKeysAsync();

        (await scene.GetAsync("friend")).LastSeen.Should().Be(scene.Now, "one record keeps nobody else's from being recorded");
        (await scene.GetAsync("mallory")).CachedCandidates.Should().HaveCount(5);
        await scene.RestartAsync();
        (await scene.GetAsync("mallory")).SharedSecret.Should().Be("s");
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_RecordOfTheLargestSize_ReturnsItsResultAndRecordsAll(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("friend"), Largest("mallory"), Largest("trudy")]);

        var result = await scene.Service.ReconnectAsync((peer, _) => Task.FromResult(peer.PeerId != "trudy"), new() { TargetConnections = 9 });

        result.RecordingErrors.Should().BeEmpty();
        (result.Connected.Count, result.Failed.Count).Should().Be((2, 1));
        (await scene.GetAsync("trudy")).ReconnectionAttempts.Should().Be(1);
    }

    [Theory, OnEveryStore]
    public Task Beyond_WhateverAStoreHolds_IsPatchedStoredExportedAndImported(StoreKind kind) =>
        IsPatchedStoredExportedAndImportedAsync(kind, Beyond("p", metadataLength: 50));

    [Theory, OnEveryStore, Trait("Large", "")]
    public Task Beyond_LargerThanARecordMayBe_IsPatchedStoredExportedAndImported(StoreKind kind)
    {
        var beyond = Beyond("p");
        PeerJson.Write(new() { Peer = beyond }).Length.Should().BeGreaterThan(PeerLimits.RecordBytes);
        return IsPatchedStoredExportedAndImportedAsync(kind, beyond);
    }

    private static async Task IsPatchedStoredExportedAndImportedAsync(StoreKind kind, PeerData beyond)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.CommitAsync(new KeyValueBatch().Set("mesh:peer:p", PeerJson.Write(new() { Peer = beyond })));
        await using var service = scene.Another();

        (await service.UpdatePeerAsync("p", peer => peer with { LastKnownIP = "192.0.2.7" })).Should().BeTrue();
        await service.StorePeerAsync((await service.GetPeerAsync("p"))! with { ReconnectionAttempts = 3 });
        await service.StorePeersAsync([(await service.GetPeerAsync("p"))! with { IsPinned = true }]);
        (await service.UpdatePeerAsync("p", peer => peer with { IceServers = [.. peer.IceServers.Skip(1)] })).Should().BeTrue("it shrinks");
        (await service.UpdatePeerAsync("p", peer => peer with { CachedCandidates = [new("new"), .. peer.CachedCandidates.Skip(1)] })).Should().BeTrue("it does not grow");
        await service.UpdateLastSeenAsync("p");
        await service.RecordConnectedAsync("p", new() { Address = new("another") });

        var export = await service.ExportDataAsync(new() { Passphrase = "open" });
        foreach (var passphrase in new[] { "open", null })
        {
            await using var other = new Setup();
            (await other.Service.ImportDataAsync(PeerExport.Parse(export.ToJson()), new() { Passphrase = passphrase })).Failures.Should().BeEmpty();
            (await other.Service.GetPeerAsync("p"))!.Should().BeEquivalentTo((await service.GetPeerAsync("p"))!, options => options.Excluding(peer => peer.Metadata).Excluding(peer => peer.IsFriend));
        }
    }

    [Fact, Trait("Large", "")]
    public async Task Beyond_WhatIsNewInIt_IsLimitedAsEverywhere()
    {
        await using var setup = new Setup();
        await setup.Store.CommitAsync(new KeyValueBatch().Set("mesh:peer:p", PeerJson.Write(new() { Peer = Beyond("p") })));
        var before = await setup.Store.DumpAsync();
        Func<PeerData, PeerData>[] growing =
        [
            peer => peer with { IceServers = [.. peer.IceServers, new("stun:one-more")] },
            peer => peer with { CachedCandidates = [.. peer.CachedCandidates, new("one more")] },
            peer => peer with { DisplayName = peer.DisplayName + "x" },
            peer => peer with { CachedCandidates = [new() { Candidate = "new", SdpMLineIndex = -1 }] },
            peer => peer with { Metadata = new Dictionary<string, JsonElement>(peer.Metadata) { ["more"] = JsonSerializer.SerializeToElement(new string('y', 99)) } },
        ];

        foreach (var grow in growing)
        {
            await FluentActions.Awaiting(() => setup.Service.UpdatePeerAsync("p", grow)).Should().ThrowAsync<ArgumentException>();
            var stored = grow((await setup.Service.GetPeerAsync("p"))!);
            await FluentActions.Awaiting(() => setup.Service.StorePeerAsync(stored)).Should().ThrowAsync<ArgumentException>();
            await FluentActions.Awaiting(() => setup.Service.StorePeersAsync([setup.Friend("q") with { SharedSecret = "s" }, stored])).Should().ThrowAsync<ArgumentException>();
        }

        (await setup.Store.DumpAsync()).Where(entry => !entry.Key.Contains("metadata", StringComparison.Ordinal)).Should()
            .Contain(before).And.NotContain(entry => entry.Key.Contains("encryption", StringComparison.Ordinal));
    }

    /// <summary>The largest record that may be stored, to the byte.</summary>
    private static PeerData Largest(string peerId)
    {
        var peer = new PeerData { PeerId = peerId, SharedSecret = "s", FirstSeen = DateTimeOffset.UnixEpoch.AddYears(50), LastSeen = DateTimeOffset.UnixEpoch.AddYears(50) };
        var room = PeerLimits.RecordBytes - PeerJson.Write(new() { Peer = With(0) }).Length;
        return With(room);

        PeerData With(int length) => peer with { Metadata = new Dictionary<string, JsonElement> { ["avatar"] = JsonSerializer.SerializeToElement(new string('a', length)) } };
    }

    /// <summary>Over every limit.</summary>
    private static PeerData Beyond(string peerId, int metadataLength = 5000) => new()
    {
        PeerId = peerId,
        UserId = new string('u', PeerLimits.TextLength + 1),
        DisplayName = new string('n', PeerLimits.TextLength + 1),
        PublicKey = new string('k', PeerLimits.PublicKeyLength + 1),
        LastSeen = DateTimeOffset.UnixEpoch.AddYears(50),
        IceServers = [.. Enumerable.Range(0, 37).Select(i => new IceServer(Enumerable.Repeat($"stun:{i}", PeerLimits.UrlsPerIceServer + 1), new string('x', PeerLimits.LineLength + 1)))],
        CachedCandidates = [.. Enumerable.Range(0, PeerLimits.CachedCandidates + 1).Select(i => new IceCandidate($"{i}") { SdpMLineIndex = -1 }), new(new string('l', PeerLimits.LineLength + 1))],
        Metadata = Enumerable.Range(0, PeerLimits.MetadataEntries + 1).ToDictionary(i => $"{i}", _ => JsonSerializer.SerializeToElement(new string('m', metadataLength))),
    };
}
