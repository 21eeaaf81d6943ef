using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>Code as users write it: every documented property by its name, type and default.</summary>
public sealed class ApiUseTests
{
    [Fact]
    public void PeerData_Defaults_AreTheDocumented()
    {
        var peer = new PeerData { PeerId = "a" };
        (string userId, string displayName, string? publicKey) = (peer.UserId, peer.DisplayName, peer.PublicKey);
        (DateTimeOffset firstSeen, DateTimeOffset lastSeen, DateTimeOffset? lastConnected) = (peer.FirstSeen, peer.LastSeen, peer.LastConnected);
        (string? secret, SecretStatus status, string? address) = (peer.SharedSecret, peer.SecretStatus, peer.LastKnownIP);
        IReadOnlyList<IceServer> servers = peer.IceServers;
        IReadOnlyList<IceCandidate> candidates = peer.CachedCandidates;
        (int attempts, DateTimeOffset? blacklistUntil, bool pinned) = (peer.ReconnectionAttempts, peer.BlacklistUntil, peer.IsPinned);
        IReadOnlyDictionary<string, JsonElement> metadata = peer.Metadata;

        (userId, displayName, publicKey).Should().Be(("a", "Unknown", null));
        (firstSeen, lastSeen, lastConnected).Should().Be((default, default, null));
        (secret, status, address).Should().Be((null, SecretStatus.None, null));
        (servers.Count, candidates.Count, metadata.Count).Should().Be((0, 0, 0));
        (attempts, blacklistUntil, pinned).Should().Be((0, null, false));
        (peer with { PeerId = "b" }).UserId.Should().Be("b", "it is the peer's id unless given");
    }

    [Fact]
    public void Create_Defaults_AreTheOriginals()
    {
        var now = new DateTimeOffset(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);
        PeerData.Create(peerId: "a", now: now).Should().BeEquivalentTo(new PeerData
        {
            PeerId = "a", FirstSeen = now, LastSeen = now, LastConnected = now,
            ConnectionQuality = new() { SuccessRate = 1.0, LastMeasured = now, TotalConnections = 1, SuccessfulConnections = 1, Latency = null, ConnectionType = ConnectionType.Unknown, AverageUptime = TimeSpan.Zero },
        });
        var before = TimeProvider.System.GetUtcNow();
        PeerData.Create("a").LastSeen.Should().BeOnOrAfter(before).And.BeOnOrBefore(TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public void Records_EveryProperty_CanBeSetByItsName()
    {
        var quality = new ConnectionQuality
        {
            Latency = (TimeSpan?)TimeSpan.Zero, SuccessRate = 1d, ConnectionType = ConnectionType.Host, LastMeasured = default, TotalConnections = 1, SuccessfulConnections = 1, AverageUptime = TimeSpan.Zero,
        };
        quality.Record(measurement: new QualityMeasurement { Latency = null, ConnectionType = null, Success = null, Uptime = null }, now: default).Should().Be(quality);
        _ = new IceServer { Urls = ["stun:a"], Username = null, Credential = null };
        _ = new IceCandidate { Candidate = "c", SdpMid = null, SdpMLineIndex = null, UsernameFragment = null, Type = ConnectionType.Relay };
        _ = new PeerQuery { SortBy = PeerSortBy.Quality, Order = PeerSortOrder.Ascending, Limit = null, MinQuality = 1, MaxAge = null, ExcludeBlacklisted = false };
        new PeerPage().Should().BeEquivalentTo(new PeerPage { Peers = [], ContinuationToken = null });
        var query = new ReconnectionQuery();
        (query.Limit, query.MaxAge, query.MinQuality, query.MinProbability, query.ExcludePeerIds.Count).Should().Be((10, null, 0, 0d, 0));
        var stats = new StorageStats { PeerCount = 1, EstimatedSizeBytes = 1L, EstimatedSizeMB = 0.05, MaxPeers = 1, UtilizationPercent = 42.0, LastCleanup = default };
        stats.EstimatedSizeBytes.Should().Be(1);
        new ExportOptions().Should().Be(new ExportOptions { Passphrase = null, IncludePresence = false });
        new ImportOptions().Should().Be(new ImportOptions { Passphrase = null, OnConflict = ImportConflict.KeepNewest });
        var result = new ImportResult { Imported = 1, Skipped = 1, Evicted = 1, SecretsLeftOut = 1 };
        IReadOnlyList<ImportFailure> failures = result.Failures;
        failures.Should().BeEmpty();
        var options = new ReconnectOptions();
        (options.TargetConnections, options.MaxParallelism, options.AttemptTimeout, options.Query.Limit, options.Background).Should().Be((1, 3, TimeSpan.FromSeconds(10), 10, false));
        new ReconnectionResult().Should().BeEquivalentTo(new ReconnectionResult { Connected = [], Failed = [], OwnOutage = false, PassedOver = new(), Duration = TimeSpan.Zero });
        var candidate = new ReconnectionCandidate { Peer = new() { PeerId = "a" }, Score = 50d, Reason = "available" };
        IReadOnlyList<ReconnectionCandidate> candidates = new ReconnectionCandidates([candidate], new PassedOver());
        candidates.Single().Should().Be(candidate);
    }

    [Fact]
    public async Task PluggableParts_AsDocumented_Compile()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        IKeyValueStore store = scene.Store;
        KeyValueBatch batch = new KeyValueBatch().Set("key", "value"u8.ToArray()).Remove("other").Expect("key", null);
        (await store.CommitAsync(batch, cancellationToken: default)).Should().BeTrue();
        ReadOnlyMemory<byte>? value = await store.GetAsync(key: "key", cancellationToken: default);
        value.HasValue.Should().BeTrue();
        await foreach (KeyValuePair<string, ReadOnlyMemory<byte>> item in store.ScanAsync(prefix: "", cancellationToken: default))
            item.Key.Should().Be("key");
        IMasterKeyProvider[] providers = [new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()), new PassphraseProvider(() => "p"), new KeyFileProvider("never-made.key"), new DpapiProvider()];
        providers.Should().OnlyContain(provider => provider.Name.Length > 0 && Enum.IsDefined(provider.Strength));
        await using var service = new PeerPersistenceService(store, options: null, keys: null, timeProvider: null, logger: null);
        PeerExport export = PeerExport.Parse((await service.ExportDataAsync()).ToJson());
        (string version, DateTimeOffset date, IReadOnlyList<PeerData> peers) = (export.Version, export.ExportDate, export.Peers);
        (version, peers.Count).Should().Be(("1.0.0", 0));
        date.Should().BeAfter(DateTimeOffset.UnixEpoch);
        int score = PeerScore.Quality(quality: new());
        double reconnection = PeerScore.Reconnection(peer: new() { PeerId = "a" }, now: default);
        string reason = PeerScore.Reason(peer: new() { PeerId = "a" }, now: default(DateTimeOffset).AddDays(2));
        (score, reconnection, reason).Should().Be((15, 46, "available"));
    }

    [Fact]
    public void Registration_AsDocumented_Compiles()
    {
        var services = new ServiceCollection();
        IPeerPersistenceBuilder plain = services.AddPeerPersistence();
        IPeerPersistenceBuilder file = services.AddPeerPersistence(o => o.MaxPeers = 200).UseFileStore("peers.db").UsePassphrase(() => "passphrase");
        IPeerPersistenceBuilder keyed = services.AddKeyedPeerPersistence("alice", o => o.Retention.ActiveWithin = TimeSpan.FromDays(3)).UseInMemoryStore();
        services.AddKeyedPeerPersistence("bob").UseStore(sp => new InMemoryKeyValueStore());
        (string name, IServiceCollection own, OptionsBuilder<PeerPersistenceOptions> options) = (keyed.Name, keyed.Services, keyed.Options);

        (name, plain.Name, file.Name, options.Name).Should().Be(("alice", "", "", "alice"));
        own.Should().BeSameAs(services);
    }
}
