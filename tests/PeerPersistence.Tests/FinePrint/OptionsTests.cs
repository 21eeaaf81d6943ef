using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.FinePrint;

public sealed class OptionsTests
{
    private static readonly Dictionary<string, Action<PeerPersistenceOptions>> Wrong = new()
    {
        ["KeyPrefix empty"] = o => o.KeyPrefix = "",
        ["KeyPrefix null"] = o => o.KeyPrefix = null!,
        ["MaxPeers zero"] = o => o.MaxPeers = 0,
        ["MaxPeers negative"] = o => o.MaxPeers = int.MinValue,
        ["MaxStorageMB zero"] = o => o.MaxStorageMB = 0,
        ["MaxStorageMB none"] = o => o.MaxStorageMB = double.NaN,
        ["CleanupThreshold negative"] = o => o.CleanupThreshold = -double.Epsilon,
        ["CleanupThreshold above"] = o => o.CleanupThreshold = 1.0000001,
        ["CleanupThreshold none"] = o => o.CleanupThreshold = double.NaN,
        ["Retention none"] = o => o.Retention = null!,
        ["FailedAttempts zero"] = o => o.Retention.FailedAttempts = 0,
        ["ActiveWithin negative"] = o => o.Retention.ActiveWithin = TimeSpan.FromTicks(-1),
        ["InactiveAfter below a day"] = o => o.Retention.InactiveAfter = TimeSpan.FromDays(1) - TimeSpan.FromTicks(1),
        ["BlacklistDuration negative"] = o => o.Retention.BlacklistDuration = TimeSpan.FromTicks(-1),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Constructor_OptionOutOfRange_NamesIt(string name)
    {
        var options = new PeerPersistenceOptions();
        Wrong[name](options);

        FluentActions.Invoking(() => new PeerPersistenceService(new InMemoryKeyValueStore(), options)).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().ContainSingle().Which.Should().Contain(name.Split(' ')[0]);
    }

    [Fact]
    public void Defaults_AreTheDocumented()
    {
        var options = new PeerPersistenceOptions();
        (options.KeyPrefix, options.MaxPeers, options.MaxStorageMB, options.CleanupThreshold).Should().Be(("mesh:", 100, 5, 0.8));
        (options.Retention.ActiveWithin, options.Retention.InactiveAfter, options.Retention.FailedAttempts, options.Retention.BlacklistDuration)
            .Should().Be((TimeSpan.FromDays(7), TimeSpan.FromDays(30), 5, TimeSpan.FromHours(24)));
    }

#pragma warning disable CS0618 // The old spelling, in days, still works.
    [Theory]
    [InlineData(3, 3)]
    [InlineData(int.MaxValue, 10_675_199)]
    public void Days_AreForwardedToTheDurations(int given, int expected)
    {
        var retention = new RetentionOptions { ActiveDays = given, InactiveDays = given };

        (retention.ActiveDays, retention.InactiveDays, retention.ActiveWithin.Days, retention.InactiveAfter.Days).Should().Be((expected, expected, expected, expected));
        FluentActions.Invoking(() => new PeerPersistenceService(new InMemoryKeyValueStore(), new() { Retention = new() { InactiveDays = 0 } }))
            .Should().Throw<OptionsValidationException>().WithMessage("*Retention.InactiveAfter must be at least a day (was 00:00:00).*");
    }
#pragma warning restore CS0618

    [Theory, OnEveryStore]
    public async Task Bounds_AreAllowedAndWork(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options =>
        {
            (options.KeyPrefix, options.MaxPeers, options.MaxStorageMB, options.CleanupThreshold) = ("🔑/", 1, double.Epsilon, 0);
            options.Retention = new() { ActiveWithin = TimeSpan.Zero, InactiveAfter = TimeSpan.FromDays(1), FailedAttempts = 1, BlacklistDuration = TimeSpan.Zero };
        });
        await scene.Service.StorePeersAsync([scene.Stranger("a"), scene.Stranger("b")]);

        var id = (await scene.Service.GetAllPeerIdsAsync()).Should().ContainSingle().Subject;
        await scene.Service.RecordFailedAttemptAsync(id);
        (await scene.GetAsync(id)).BlacklistUntil.Should().Be(scene.Now);
        (await scene.Service.NeedsCleanupAsync()).Should().BeTrue();
        (await scene.Service.CleanupStalePeersAsync()).Should().Be(1, "given up, and its blacklisting is over");

        await using var vast = scene.Another(new()
        {
            KeyPrefix = "\"'\\ \u00a0", MaxPeers = int.MaxValue, MaxStorageMB = double.PositiveInfinity, CleanupThreshold = 1,
            Retention = new() { ActiveWithin = TimeSpan.MaxValue, InactiveAfter = TimeSpan.MaxValue, FailedAttempts = 1, BlacklistDuration = TimeSpan.MaxValue },
        });
        await vast.StorePeerAsync(scene.Stranger("c"));
        await vast.RecordFailedAttemptAsync("c");
        (await vast.GetPeerAsync("c"))!.BlacklistUntil.Should().BeAfter(scene.Now.AddYears(1000));
        (await vast.NeedsCleanupAsync()).Should().BeFalse();
        (await vast.GetStorageStatsAsync()).UtilizationPercent.Should().BeInRange(0, 0.05);
        (await vast.GetAllPeerIdsAsync()).Should().Equal("c");
    }

    [Theory, OnEveryStore]
    public async Task Options_ChangedAfterwards_AreNotTheServices(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        (scene.Options.MaxPeers, scene.Options.KeyPrefix, scene.Options.Retention.FailedAttempts) = (1, "other:", 1);

        await scene.Service.StorePeersAsync([scene.Stranger("a"), scene.Stranger("b")]);
        await scene.Service.RecordFailedAttemptAsync("a");

        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a", "b");
        (await scene.GetAsync("a")).BlacklistUntil.Should().BeNull();
        (await scene.Store.GetAsync("mesh:peer:a")).Should().NotBeNull();
    }

    [Theory, OnEveryStore]
    public async Task TwoPrefixes_OnOneStore_ShareNothing(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.KeyPrefix = "app:");
        await using var other = scene.Another(new() { KeyPrefix = "app:two:", MaxPeers = 2 });
        await using var third = scene.Another(new() { KeyPrefix = "App:" });
        await scene.Service.StorePeersAsync([scene.Friend("a") with { SharedSecret = "one" }, scene.Friend("b"), scene.Friend("c")]);
        await other.StorePeersAsync([scene.Friend("a") with { SharedSecret = "two" }]);

        (await scene.GetAsync("a")).SharedSecret.Should().Be("one");
        (await other.GetPeerAsync("a"))!.SharedSecret.Should().Be("two");
        (await third.GetAllPeerIdsAsync()).Should().BeEmpty();
        (await other.GetStorageStatsAsync()).PeerCount.Should().Be(1);
        await scene.Service.ClearAllAsync();

        (await other.GetPeerAsync("a"))!.SharedSecret.Should().Be("two");
        await scene.RestartAsync();
        (await scene.Service.GetAllPeerIdsAsync()).Should().BeEmpty();
    }
}
