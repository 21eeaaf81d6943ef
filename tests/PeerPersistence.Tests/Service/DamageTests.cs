using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests.Service;

public sealed class DamageTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public async Task InitializeAsync()
    {
        await using var before = _setup.Another();
        await before.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b") with { LastKnownIP = "192.0.2.77" }, _setup.Friend("c")]);
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    public static TheoryData<string> BadRecords => new()
    {
        "", "{", "null", "[]", "17", "{\"displayName\":\"no id\"}", "{\"peerId\":\"a\"}", "{\"peerId\":\"\"}",
        "{\"peerId\":\"b\",\"lastSeen\":\"yesterday\"}", "{\"peerId\":\"b\",\"firstSeen\":[]}", "{\"peerId\":\"b\"} more", "\u0000\u0001",
    };

    [Theory, MemberData(nameof(BadRecords))]
    public async Task OneBadRecord_TakesNoOtherAlong(string record)
    {
        await _setup.Store.SetTextAsync("mesh:peer:b", record);

        (await Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("a", "c");
        (await Service.GetReconnectionCandidatesAsync()).PassedOver.Damaged.Should().Be(1);
        (await Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(1);
        (await Service.GetStorageStatsAsync()).PeerCount.Should().Be(3);
        (await Service.GetAllPeerIdsAsync()).Should().Equal("a", "b", "c");
        await Service.CleanupStalePeersAsync();
        await Service.CleanupLruAsync(1);

        (await Service.GetAllPeerIdsAsync()).Should().Contain("b");
        (await _setup.Store.TextAsync("mesh:peer:b")).Should().Be(record, "it is kept");
        _setup.Logger.Entries.Count(entry => entry.Level == LogLevel.Error).Should().Be(1, "it is logged once");
        foreach (var call in new Func<Task>[] { () => Service.GetPeerAsync("b"), () => Service.UpdateLastSeenAsync("b"), () => Service.UpdatePeerAsync("b", p => p) })
            (await call.Should().ThrowAsync<PeerDataCorruptedException>()).Which.PeerId.Should().Be("b");
    }

    [Fact]
    public async Task StorePeer_OverADamagedRecord_HealsIt()
    {
        await _setup.Store.SetTextAsync("mesh:peer:b", "{");

        await Service.StorePeerAsync(_setup.Friend("b") with { DisplayName = "B" });

        (await Service.GetPeerAsync("b"))!.DisplayName.Should().Be("B");
        (await Service.GetAllPeerIdsAsync()).Should().Equal("a", "b", "c");
        (await Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(0);
    }

    [Fact]
    public async Task RemovePeer_DamagedRecord_DropsIt()
    {
        await _setup.Store.SetTextAsync("mesh:peer:b", "{");

        (await Service.RemovePeerAsync("b")).Should().BeTrue();

        (await Service.GetAllPeerIdsAsync()).Should().Equal("a", "c");
        (await _setup.Store.TextAsync("mesh:peer:b")).Should().BeNull();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("[\"c\",\"ghost\",\"c\",\"a\",null,\"\"]")]
    public async Task Initialize_IndexDisagrees_MendsItFromTheRecords(string? index)
    {
        await _setup.Store.CommitAsync(index is null
            ? new KeyValueBatch().Remove("mesh:peers:index")
            : new KeyValueBatch().Set("mesh:peers:index", System.Text.Encoding.UTF8.GetBytes(index)));

        var expected = index == "[\"c\",\"ghost\",\"c\",\"a\",null,\"\"]" ? new[] { "c", "a", "b" } : ["a", "b", "c"];
        (await Service.GetAllPeerIdsAsync()).Should().Equal(expected);
        (await _setup.Store.TextAsync("mesh:peers:index")).Should().Be($"[\"{string.Join("\",\"", expected)}\"]");
        (await Service.RemovePeerAsync("ghost")).Should().BeFalse();
    }

    [Theory]
    [InlineData("1.0.1")]
    [InlineData("2.0.0")]
    [InlineData("nonsense")]
    public async Task Initialize_NewerSchema_RefusesAndTouchesNothing(string version)
    {
        await _setup.Store.SetTextAsync("mesh:schema:version", version);
        await _setup.Store.SetTextAsync("mesh:peers:index", "[]");
        var before = await _setup.Store.DumpAsync();

        var open = async () => await Service.InitializeAsync();

        (await open.Should().ThrowAsync<UnsupportedSchemaVersionException>()).Which.Found.Should().Be(version);
        await FluentActions.Awaiting(() => Service.StorePeerAsync(_setup.Friend("x"))).Should().ThrowAsync<UnsupportedSchemaVersionException>();
        (await _setup.Store.DumpAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task RotateKeys_PeerThatIsInNoIndexAnyMore_KeepsItsSecret()
    {
        var store = new InMemoryKeyValueStore();
        using var keys = new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray());
        await using (var peers = new PeerPersistenceService(store, new(), keys))
        {
            await peers.StorePeersAsync([PeerData.Create("a") with { SharedSecret = "s" }, PeerData.Create("b") with { SharedSecret = "s" }]);
            await store.CommitAsync(new KeyValueBatch().Set("mesh:peers:index", "[\"a\"]"u8.ToArray()));

            (await peers.GetAllPeerIdsAsync()).Should().Equal("a", "b");
            (await peers.RotateKeysAsync()).Should().Be(2);
        }

        await using var later = new PeerPersistenceService(store, new(), keys);
        (await later.GetPeerAsync("b"))!.SharedSecret.Should().Be("s");
    }

    [Fact]
    public async Task Initialize_FailedOnce_IsTriedAgain()
    {
        await _setup.Store.SetTextAsync("mesh:schema:version", "9.9.9");
        await FluentActions.Awaiting(() => Service.InitializeAsync()).Should().ThrowAsync<UnsupportedSchemaVersionException>();
        await _setup.Store.SetTextAsync("mesh:schema:version", "1.0.0");

        (await Service.GetAllPeerIdsAsync()).Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task GetPeer_InstantsFarAheadInTheStore_AreNow()
    {
        var record = (await _setup.Store.TextAsync("mesh:peer:b"))!;
        var now = _setup.Now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await _setup.Store.SetTextAsync("mesh:peer:b", record.Replace($"\"lastSeen\":{now}", "\"lastSeen\":99999999999999", StringComparison.Ordinal));

        (await Service.GetPeerAsync("b"))!.LastSeen.Should().Be(_setup.Now);
        _setup.Time.Advance(TimeSpan.FromDays(31));
        await Service.StorePeerAsync(_setup.Friend("new"));
        await Service.CleanupStalePeersAsync();
        (await Service.GetAllPeerIdsAsync()).Should().NotContain("b", "a date far ahead is no reason to stay");
    }

    [Fact]
    public async Task AfterDisposal_EveryCallThrows()
    {
        await Service.DisposeAsync();
        await Service.DisposeAsync();

        await FluentActions.Awaiting(() => Service.GetPeerAsync("a")).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => Service.StorePeerAsync(_setup.Friend("x"))).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => Service.ReconnectAsync((_, _) => Task.FromResult(true))).Should().ThrowAsync<ObjectDisposedException>();
        await using var again = _setup.Another();
        (await again.GetAllPeerIdsAsync()).Should().Equal("a", "b", "c");
    }
}
