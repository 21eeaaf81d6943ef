using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Service;

public sealed class HealthTests
{
    [Fact]
    public async Task CheckHealth_NoSecret_AsksForNoKey()
    {
        var keys = new Moq.Mock<IMasterKeyProvider>(Moq.MockBehavior.Strict);
        await using var setup = new Setup(keys: keys.Object);
        await setup.Service.StorePeerAsync(setup.Friend("a"));

        var health = await setup.Service.CheckHealthAsync();

        (health.Keys, health.IsSound, health.Recovery, health.Stats.PeerCount).Should().Be((KeyStatus.None, true, null, 1));
    }

    [Fact]
    public async Task CheckHealth_KeyRingGone_IsUnavailable()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });
        (await setup.Service.CheckHealthAsync()).Keys.Should().Be(KeyStatus.Available);
        await setup.Store.CommitAsync(new KeyValueBatch().Remove("mesh:encryption:key"));
        await using var another = setup.Another();

        (await another.CheckHealthAsync()).Should().Match<StoreHealth>(health => health.Keys == KeyStatus.Unavailable && !health.IsSound);
    }

    [Fact]
    public async Task CheckHealth_FileBehindEncryption_TellsItsRecovery()
    {
        using var folder = new TempFolder();
        await using var file = await FileKeyValueStore.OpenAsync(folder.StorePath);
        await using var setup = new Setup();
        using var encrypted = EncryptedKeyValueStore.Create(file, setup.Keys);
        await using var service = new PeerPersistenceService(encrypted, keys: setup.Keys);

        (await service.CheckHealthAsync()).Recovery.Should().BeSameAs(file.Recovery);
    }

    [Fact]
    public async Task Maintain_StaleAndBlacklisted_DoesBothAndCompacts()
    {
        using var folder = new TempFolder();
        await using var file = await FileKeyValueStore.OpenAsync(folder.StorePath);
        await using var setup = new Setup(store: file);
        await setup.Service.StorePeersAsync([setup.Friend("gone"), setup.Friend("friend") with { IsPinned = true, BlacklistUntil = setup.Now.AddHours(1) }]);
        setup.Time.Advance(TimeSpan.FromDays(40));
        var before = new FileInfo(folder.StorePath).Length;

        (await setup.Service.MaintainAsync()).Should().Be(new MaintenanceResult { Removed = 1, BlacklistsLifted = 1, Compacted = true });
        new FileInfo(folder.StorePath).Length.Should().BeLessThan(before);
        (await setup.Service.GetStorageStatsAsync()).LastCleanup.Should().Be(setup.Now);
        (await setup.Service.MaintainAsync()).Should().Be(new MaintenanceResult());
    }

    [Fact]
    public async Task Maintain_EncryptedStoreWithNothingInsideThatCompacts_SaysSo()
    {
        await using var setup = new Setup();
        using var encrypted = EncryptedKeyValueStore.Create(setup.Store, setup.Keys);
        await using var service = new PeerPersistenceService(encrypted, keys: setup.Keys, timeProvider: setup.Time);
        await service.StorePeerAsync(setup.Friend("gone"));
        setup.Time.Advance(TimeSpan.FromDays(40));

        (await service.MaintainAsync()).Should().Be(new MaintenanceResult { Removed = 1, Compacted = false });
    }
}
