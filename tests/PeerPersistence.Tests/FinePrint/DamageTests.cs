using System.Text;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.FinePrint;

public sealed class DamageTests
{
    private const string Damaged = "{\"peerId\":\"broken\",";

    public static TheoryData<StoreKind, string> Cases => EveryCall.OnEveryStore();

    [Theory, MemberData(nameof(Cases))]
    public async Task AnyCall_BesideADamagedRecord_WorksAndKeepsIt(StoreKind kind, string call)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        await scene.Store.SetTextAsync("mesh:peer:broken", Damaged);
        await scene.RestartAsync();

        await EveryCall.RunAsync(call, scene.Service);

        (await scene.Store.TextAsync("mesh:peer:broken")).Should().Be(call == "clear" ? null : Damaged);
        (await scene.Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(call == "clear" ? 0 : 1);
    }

    [Theory, OnEveryStore]
    public async Task DamagedRecord_ReadOrUpdated_SaysSoAndStaysAsItIs(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.SetTextAsync("mesh:peer:broken", Damaged);
        foreach (var call in new Func<Task>[]
        {
            () => scene.Service.GetPeerAsync("broken"),
            () => scene.Service.UpdatePeerAsync("broken", peer => peer),
            () => scene.Service.UpdateLastSeenAsync("broken"),
            () => scene.Service.UpdateConnectionQualityAsync("broken", new QualityMeasurement()),
            () => scene.Service.ReplaceConnectionQualityAsync("broken", new ConnectionQuality()),
            () => scene.Service.IncrementReconnectionAttemptsAsync("broken"),
            () => scene.Service.RecordConnectedAsync("broken"),
            () => scene.Service.RecordDisconnectedAsync("broken", TimeSpan.Zero, Departure.Local),
            () => scene.Service.RecordFailedAttemptAsync("broken"),
        })
            (await call.Should().ThrowAsync<PeerDataCorruptedException>()).Which.PeerId.Should().Be("broken");
        await scene.Service.ObserveMeshAsync(["broken"]);
        (await scene.Store.TextAsync("mesh:peer:broken")).Should().Be(Damaged);
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("broken");

        await scene.Service.StorePeersAsync([scene.Friend("broken") with { SharedSecret = "healed" }]);

        (await scene.GetAsync("broken")).SharedSecret.Should().Be("healed");
        await scene.Store.SetTextAsync("mesh:peer:broken", Damaged);
        (await scene.Service.ImportDataAsync(new() { Peers = [scene.Friend("broken")] }, new() { OnConflict = ImportConflict.KeepExisting })).Imported.Should().Be(1);
        await scene.Store.SetTextAsync("mesh:peer:broken", Damaged);
        (await scene.Service.RemovePeerAsync("broken")).Should().BeTrue();
        (await scene.Service.RemovePeerAsync("broken")).Should().BeFalse();
        (await scene.DumpAsync()).Keys.Should().NotContain("mesh:peer:broken");
    }

    [Theory, OnEveryStore]
    public async Task FullOfDamagedRecords_ANewPeer_IsRefusedAndNoneOfThemGoes(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 2);
        await scene.Store.SetTextAsync("mesh:peer:broken", Damaged);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        await scene.Service.StorePeerAsync(scene.Friend("b"));
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("broken", "b");
        await scene.Store.SetTextAsync("mesh:peer:b", "");

        await FluentActions.Awaiting(() => scene.Service.StorePeerAsync(scene.Friend("c"))).Should().ThrowAsync<StoreFullException>();

        await scene.Service.StorePeerAsync(scene.Friend("b"));
        (await scene.GetAsync("b")).PeerId.Should().Be("b");
    }

    [Fact]
    public async Task DamagedFile_OneByteAnywhere_CostsAtMostTheCommitsItIsIn()
    {
        using var folder = new TempFolder();
        await using (var store = await FileKeyValueStore.OpenAsync(folder.StorePath))
        {
            await using var service = new PeerPersistenceService(store);
            for (var i = 0; i < 12; i++)
                await service.StorePeerAsync(PeerData.Create($"peer-{i:00}") with { DisplayName = new string((char)('a' + i), 50) });
        }

        var good = await File.ReadAllBytesAsync(folder.StorePath);
        var name = Encoding.UTF8.GetBytes(new string('f', 50));
        var position = good.AsSpan().IndexOf(name);
        for (var offset = position - 3; offset < position + 40; offset += 13)
        {
            var bytes = good.ToArray();
            bytes[offset] ^= 0x40;
            await File.WriteAllBytesAsync(folder.StorePath, bytes);

            await using var store = await FileKeyValueStore.OpenAsync(folder.StorePath);
            await using var service = new PeerPersistenceService(store);
            var ids = await service.GetAllPeerIdsAsync();

            ids.Should().Equal(Enumerable.Range(0, 12).Where(i => i != 5).Select(i => $"peer-{i:00}"));
            (await service.QueryPeersAsync()).Should().HaveCount(11);
            store.Recovery.CommitsLost.Should().Be(1);
            File.Exists(store.Recovery.DamagedBytesPath).Should().BeTrue();
        }
    }

    [Fact]
    public async Task RefusedFile_ThroughTheService_StaysByteForByte()
    {
        using var folder = new TempFolder();
        var foreign = Encoding.UTF8.GetBytes("{\"mesh:peers:index\":\"[]\"} is somebody else's file, and longer than any header of ours.");
        await File.WriteAllBytesAsync(folder.StorePath, foreign);

        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(folder.StorePath)).Should().ThrowAsync<StoreCorruptedException>();

        (await File.ReadAllBytesAsync(folder.StorePath)).Should().Equal(foreign);
    }
}
