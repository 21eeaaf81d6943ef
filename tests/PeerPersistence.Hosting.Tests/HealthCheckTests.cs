using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerPersistence.Testing;

namespace PeerPersistence.Hosting.Tests;

public sealed class HealthCheckTests : IAsyncDisposable
{
    private readonly HostScene _scene = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;

    private string FilePath => Path.Combine(_folder, "peers.db");

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Check_SoundStore_IsHealthyWithCounts()
    {
        await StartAsync(_scene.Kept);
        await _scene.Peers.StorePeerAsync(PeerData.Create("some-peer", _scene.Clock.GetUtcNow()) with { SharedSecret = "s", LastKnownIP = "192.0.2.1" });

        var entry = await CheckAsync();

        entry.Status.Should().Be(HealthStatus.Healthy);
        entry.Data.Should().Contain(new KeyValuePair<string, object>("peers", 1)).And.Contain(new KeyValuePair<string, object>("fill", 0.01))
            .And.Contain(new KeyValuePair<string, object>("keys", "Available")).And.ContainKeys("max_peers", "size_bytes", "damaged_records", "last_cleanup");
        entry.Data.Values.Should().NotContain(value => $"{value}".Contains("some-peer") || $"{value}".Contains("192."));
    }

    [Fact]
    public async Task Check_NoSecretYet_NeedsNoKey()
    {
        await StartAsync(_scene.Kept);

        (await CheckAsync()).Data["keys"].Should().Be("None");
        (await _scene.Kept.GetAsync("mesh:encryption:key")).Should().BeNull("a check makes no key");
    }

    [Fact]
    public async Task Check_StoreIsDown_IsUnhealthyWithAReasonUntilItIsBack()
    {
        var store = _scene.Down();
        await StartAsync(store);

        var down = await CheckAsync();
        (down.Status, down.Description, down.Exception).Should().Be((HealthStatus.Unhealthy, "The store cannot be reached (IOException).", null));
        store.Heal();

        (await CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_StoreGoesDownLater_IsUnhealthy()
    {
        var down = false;
        await StartAsync(new FaultyKeyValueStore(_scene.Kept, _ => down ? StoreFault.Fail : StoreFault.None));
        (await CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        down = true;

        (await CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Check_FileHeldByAnother_SaysSo()
    {
        await using var other = await FileKeyValueStore.OpenAsync(FilePath);
        await _scene.StartAsync(_ => { }, services: services => services.AddKeyedPeerPersistence("alice").UseFileStore(FilePath).AddHealthCheck());

        (await CheckAsync("peer-persistence-alice")).Description.Should().Be("Another process has the store open.");
    }

    [Fact]
    public async Task Check_MasterKeyIsAnother_IsDegraded()
    {
        await using (var before = new PeerPersistenceService(_scene.Kept, keys: new FixedKeyProvider(Enumerable.Range(7, 32).Select(i => (byte)i).ToArray())))
            await before.StorePeerAsync(PeerData.Create("a") with { SharedSecret = "s" });
        await StartAsync(_scene.Kept);

        var entry = await CheckAsync();

        (entry.Status, entry.Data["keys"]).Should().Be((HealthStatus.Degraded, "Unavailable"));
    }

    [Fact]
    public async Task Check_RecordCannotBeRead_IsDegraded()
    {
        await StartAsync(_scene.Kept);
        await _scene.Peers.StorePeerAsync(PeerData.Create("a"));
        await _scene.Kept.CommitAsync(new KeyValueBatch().Set("mesh:peer:a", Encoding.UTF8.GetBytes("{")));

        var entry = await CheckAsync();

        (entry.Status, entry.Data["damaged_records"]).Should().Be((HealthStatus.Degraded, 1));
    }

    [Fact]
    public async Task Check_FileWasDamaged_IsDegradedWithWhatWasLost()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(FilePath))
        {
            await using var peers = new PeerPersistenceService(store);
            await peers.StorePeerAsync(PeerData.Create("a"));
            await peers.StorePeerAsync(PeerData.Create("b"));
        }

        await using (var file = File.OpenWrite(FilePath))
        {
            file.Position = file.Length - 20;
            file.Write("damage"u8);
        }

        await _scene.StartAsync(_ => { }, services: services => services.AddKeyedPeerPersistence("alice").UseFileStore(FilePath).AddHealthCheck());
        var entry = await CheckAsync("peer-persistence-alice");

        entry.Status.Should().Be(HealthStatus.Degraded);
        ((long)entry.Data["damaged_bytes"]).Should().BePositive();
        _scene.Log.Entries.Should().Contain(line => line.Id == 110, "a file store in a container logs where the container does");
    }

    [Fact]
    public async Task AddHealthCheck_NameStatusAndTags_AreThoseOfTheRegistration()
    {
        await _scene.StartAsync(builder => builder.AddHealthCheck("peers", HealthStatus.Degraded, ["ready"]).AddHealthCheck("ignored"), _scene.Down());

        var report = await _scene.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.Should().ContainSingle().Which.Should().Match<KeyValuePair<string, HealthReportEntry>>(
            check => check.Key == "peers" && check.Value.Status == HealthStatus.Degraded && check.Value.Tags.Single() == "ready");
    }

    private Task StartAsync(IKeyValueStore store) => _scene.StartAsync(builder => builder.AddHealthCheck(), store);

    private async Task<HealthReportEntry> CheckAsync(string name = "peer-persistence") =>
        (await _scene.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[name];
}
