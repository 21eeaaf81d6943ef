using System.Text;

namespace PeerPersistence.Tests.Service;

public sealed class UpkeepTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task CleanupStalePeers_NotSeenForThirtyDays_RemovesAllButThePinned()
    {
        await Service.StorePeersAsync([_setup.Friend("old"), _setup.Friend("pinned") with { IsPinned = true }, _setup.Friend("seen")]);
        _setup.Time.Advance(TimeSpan.FromDays(30));
        (await Service.CleanupStalePeersAsync()).Should().Be(0, "thirty days are not more than thirty");
        _setup.Time.Advance(TimeSpan.FromMinutes(1));
        await Service.UpdateLastSeenAsync("seen");

        (await Service.CleanupStalePeersAsync()).Should().Be(1);

        (await Service.GetAllPeerIdsAsync()).Should().Equal("pinned", "seen");
        (await Service.GetPeerAsync("old")).Should().BeNull();
    }

    [Fact]
    public async Task CleanupStalePeers_FiveFailures_RemovesTheStrangerWhenItsBlacklistingIsOverAndNeverTheFriend()
    {
        await Service.StorePeersAsync([_setup.Friend("friend"), _setup.Stranger("stranger")]);
        for (var i = 0; i < 5; i++)
        {
            await Service.IncrementReconnectionAttemptsAsync("friend");
            await Service.IncrementReconnectionAttemptsAsync("stranger");
        }

        (await Service.CleanupStalePeersAsync()).Should().Be(0, "the stranger is blacklisted");
        _setup.Time.Advance(TimeSpan.FromHours(24));
        (await Service.CleanupStalePeersAsync()).Should().Be(1);

        (await Service.GetAllPeerIdsAsync()).Should().Equal("friend");
    }

    [Fact]
    public async Task CleanupStalePeers_AboveTheSizeTarget_TakesTheInactiveOnly()
    {
        await using var setup = new Setup(options => options.MaxStorageMB = 0.01, _setup.Store);
        await setup.Service.StorePeersAsync(Enumerable.Range(0, 10).Select(i => setup.Friend($"inactive-{i}") with { PublicKey = new string('k', 1000) }));
        setup.Time.Advance(TimeSpan.FromDays(8));
        await setup.Service.StorePeersAsync(Enumerable.Range(0, 4).Select(i => setup.Friend($"active-{i}") with { PublicKey = new string('k', 1000) }));

        (await setup.Service.CleanupStalePeersAsync()).Should().BePositive();

        var ids = await setup.Service.GetAllPeerIdsAsync();
        ids.Should().Contain(Enumerable.Range(0, 4).Select(i => $"active-{i}"));
        ids.Count.Should().BeLessThan(14);
    }

    [Fact]
    public async Task CleanupLru_Keep_LeavesTheMostRecentlySeen()
    {
        for (var i = 0; i < 6; i++)
        {
            await Service.StorePeerAsync(_setup.Friend($"peer-{i}") with { IsPinned = i == 0, BlacklistUntil = i == 5 ? _setup.Now.AddDays(1) : null });
            _setup.Time.Advance(TimeSpan.FromMinutes(1));
        }

        (await Service.CleanupLruAsync(3)).Should().Be(3);

        (await Service.GetAllPeerIdsAsync()).Should().Equal(new[] { "peer-0", "peer-4", "peer-5" }, "the pinned count towards those kept, the blacklisted are as good as any");
        (await Service.CleanupLruAsync(3)).Should().Be(0);
        (await Service.CleanupLruAsync(0)).Should().Be(2);
        (await Service.GetAllPeerIdsAsync()).Should().Equal("peer-0");
    }

    [Fact]
    public async Task CleanupLru_Negative_IsRefused() =>
        await FluentActions.Awaiting(() => Service.CleanupLruAsync(-1)).Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task ClearExpiredBlacklists_OverAndInForce_LiftsTheOver()
    {
        await Service.StorePeersAsync(
        [
            _setup.Friend("over") with { BlacklistUntil = _setup.Now.AddMinutes(-1), ReconnectionAttempts = 7 },
            _setup.Friend("now") with { BlacklistUntil = _setup.Now },
            _setup.Friend("in force") with { BlacklistUntil = _setup.Now.AddMinutes(1), ReconnectionAttempts = 7 },
        ]);

        (await Service.ClearExpiredBlacklistsAsync()).Should().Be(1);

        var over = (await Service.GetPeerAsync("over"))!;
        (over.BlacklistUntil, over.ReconnectionAttempts).Should().Be((null, 0));
        (await Service.GetPeerAsync("in force"))!.ReconnectionAttempts.Should().Be(7);
        (await Service.ClearExpiredBlacklistsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task NeedsCleanup_FullOrADayAgo_IsTrue()
    {
        (await Service.NeedsCleanupAsync()).Should().BeFalse();
        await Service.StorePeersAsync(Enumerable.Range(0, 79).Select(i => _setup.Friend($"peer-{i}")));
        (await Service.NeedsCleanupAsync()).Should().BeFalse();
        await Service.StorePeerAsync(_setup.Friend("the eightieth"));
        (await Service.NeedsCleanupAsync()).Should().BeTrue();
        await Service.RemovePeerAsync("the eightieth");

        _setup.Time.Advance(TimeSpan.FromDays(1));
        (await Service.NeedsCleanupAsync()).Should().BeFalse();
        _setup.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Service.NeedsCleanupAsync()).Should().BeTrue();
        await Service.CleanupStalePeersAsync();
        (await Service.NeedsCleanupAsync()).Should().BeFalse();

        await using var later = _setup.Another();
        (await later.GetStorageStatsAsync()).LastCleanup.Should().Be(_setup.Now, "the instant of the last run is persisted");
    }

    [Fact]
    public async Task GetStorageStats_SomePeers_CountsCharacters()
    {
        await Service.StorePeersAsync([_setup.Friend("alice") with { DisplayName = "ÄÖÜ-密-🔑" }, _setup.Friend("bob")]);

        var stats = await Service.GetStorageStatsAsync();

        var characters = (await _setup.Store.DumpAsync()).Sum(item => item.Key.Length + item.Value.Length);
        stats.Should().Be(new StorageStats
        {
            PeerCount = 2,
            EstimatedSizeBytes = 2 * characters,
            EstimatedSizeMB = 2 * characters / 1048576.0,
            MaxPeers = 100,
            UtilizationPercent = 2.0,
            LastCleanup = _setup.Now,
        });
    }

    [Fact]
    public async Task GetStorageStats_AfterManyChanges_StillCountsWhatIsThere()
    {
        await using var setup = new Setup(options => options.MaxPeers = 150);
        for (var i = 0; i < 400; i++)
            await setup.Service.StorePeerAsync(setup.Friend($"peer-{i}") with { DisplayName = new string('x', i % 50), SharedSecret = i % 3 == 0 ? "s" : null });
        await setup.Service.CleanupLruAsync(140);

        var dump = await setup.Store.DumpAsync();
        var stats = await setup.Service.GetStorageStatsAsync();
        stats.EstimatedSizeBytes.Should().Be(2 * dump.Sum(item => item.Key.Length + item.Value.Length));
        stats.PeerCount.Should().Be(140).And.Be(dump.Keys.Count(key => key.StartsWith("mesh:peer:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ClearAll_EverythingThere_LeavesNothingAndGoesOn()
    {
        await _setup.Store.SetTextAsync("mesh:settings", "the application's own");
        await _setup.Store.SetTextAsync("other:peer:x", "not ours");
        await Service.StorePeersAsync(Enumerable.Range(0, 99).Select(i => _setup.Friend($"peer-{i}") with { SharedSecret = "secret" }));

        await Service.ClearAllAsync();

        (await Service.GetAllPeerIdsAsync()).Should().BeEmpty();
        (await _setup.Store.DumpAsync()).Keys.Should().Equal("mesh:peers:metadata", "mesh:schema:version", "mesh:settings", "other:peer:x");
        await Service.StorePeerAsync(_setup.Friend("new") with { SharedSecret = "again" });
        await using var later = _setup.Another();
        (await later.GetPeerAsync("new"))!.SharedSecret.Should().Be("again");
    }

    [Fact]
    public async Task ClearAll_FileStore_LeavesNothingOnTheDisk()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        try
        {
            await using (var store = await FileKeyValueStore.OpenAsync(Path.Combine(folder, "peers.db")))
            {
                await using var setup = new Setup(store: store);
                await setup.Service.StorePeerAsync(setup.Friend("a-name-to-find"));
                for (var n = 1; n <= 2; n++)
                    await File.WriteAllTextAsync(Path.Combine(folder, $"peers.db.damaged-{n}"), "a-name-to-find, in damaged bytes");
                await setup.Service.ClearAllAsync();
            }

            foreach (var file in Directory.GetFiles(folder))
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Should().NotContain("a-name-to-find");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ClearAll_WhileAnotherServiceHoldsTheKeys_ItsNextSecretOpens()
    {
        await using var other = _setup.Another();
        await other.StorePeerAsync(_setup.Friend("a") with { SharedSecret = "one" });
        await Service.ClearAllAsync();

        await other.StorePeerAsync(_setup.Friend("b") with { SharedSecret = "two" });

        await using var third = _setup.Another();
        (await third.GetPeerAsync("b"))!.SharedSecret.Should().Be("two");
    }

    [Fact]
    public async Task Metadata_OriginalsStatistics_AreKept()
    {
        const string Original = "{\"lastCleanup\":1,\"totalPeers\":0,\"estimatedSize\":0,\"statistics\":{\"totalReconnections\":4}}";
        await _setup.Store.SetTextAsync("mesh:peers:metadata", Original);

        await Service.CleanupStalePeersAsync();

        var text = Encoding.UTF8.GetString((await _setup.Store.GetAsync("mesh:peers:metadata"))!.Value.Span);
        text.Should().Contain("\"statistics\":{\"totalReconnections\":4}").And.Contain($"\"lastCleanup\":{_setup.Now.ToUnixTimeMilliseconds()}");
    }
}
