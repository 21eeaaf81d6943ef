using System.Text.Json;
using PeerPersistence.Tests.Peers.Json;

namespace PeerPersistence.Tests.Watching;

/// <summary>A watch tells what it was asked for.</summary>
public sealed class WatchAspectTests : IAsyncDisposable
{
    private readonly Setup _setup = new(options => options.WatchInterval = TimeSpan.Zero);

    private IPeerPersistenceService Service => _setup.Service;

    [Fact]
    public async Task Default_GossipThatOnlySawThem_IsNotTold()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);
        await using var watch = new WatchReader(Service);
        for (var round = 0; round < 3; round++)
        {
            _setup.Time.Advance(TimeSpan.FromMinutes(1));
            await Service.ObserveMeshAsync(["a", "b"]);
            await Service.UpdateLastSeenAsync("a");
        }

        await Service.SetPinnedAsync("b", pinned: true);

        var change = await watch.ReadAsync();
        change.Should().BeEquivalentTo(new { PeerId = "b", Kind = PeerChangeKind.Updated });
        change.Changed.Should().Be(PeerAspects.Pin | PeerAspects.Presence, "what moved meanwhile moved as well");
        change.Old!.LastSeen.Should().BeBefore(change.New!.LastSeen, "old is what was told last");
    }

    [Fact]
    public async Task Presence_AskedFor_IsTold()
    {
        await Service.StorePeerAsync(_setup.Friend("a"));
        await using var watch = new WatchReader(Service, PeerAspects.Presence);
        await Service.SetPinnedAsync("a", pinned: true);
        _setup.Time.Advance(TimeSpan.FromMinutes(1));
        await Service.UpdateLastSeenAsync("a");

        (await watch.ReadAsync()).Changed.Should().HaveFlag(PeerAspects.Presence);
    }

    [Fact]
    public async Task None_TellsOnlyWhoComesAndGoes()
    {
        await Service.StorePeerAsync(_setup.Friend("a"));
        await using var watch = new WatchReader(Service, PeerAspects.None);
        await Service.SetPinnedAsync("a", pinned: true);
        await Service.RemovePeerAsync("a");

        (await watch.ReadAsync()).Should().BeEquivalentTo(new { PeerId = "a", Kind = PeerChangeKind.Removed, Changed = PeerAspects.All });
    }

    public static TheoryData<PeerAspects, string> Verbs() => new()
    {
        { PeerAspects.Quality, "connected" },
        { PeerAspects.Quality, "failed" },
        { PeerAspects.Identity, "name" },
        { PeerAspects.PublicKey, "key" },
        { PeerAspects.Secret, "secret" },
        { PeerAspects.Block, "block" },
        { PeerAspects.Addresses, "address" },
        { PeerAspects.Metadata, "metadata" },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Aspect_OfItsVerb_IsWhatChanged(PeerAspects aspect, string verb)
    {
        await Service.StorePeerAsync(_setup.Friend("a"));
        _setup.Time.Advance(TimeSpan.FromMinutes(1));
        await using var watch = new WatchReader(Service, aspect);

        await (verb switch
        {
            "connected" => Service.RecordConnectedAsync("a"),
            "failed" => Service.RecordFailedAttemptAsync("a"),
            "name" => Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" }),
            "key" => Service.AcceptKeyAsync("a", "{}"),
            "secret" => Service.UpdatePeerAsync("a", peer => peer with { SharedSecret = "s" }),
            "block" => Service.BlockAsync("a"),
            "address" => Service.UpdatePeerAsync("a", peer => peer with { LastKnownIP = "192.0.2.1" }),
            _ => Service.UpdatePeerAsync("a", peer => peer with { Metadata = new Dictionary<string, JsonElement> { ["k"] = JsonDocument.Parse("1").RootElement } }),
        });

        ((await watch.ReadAsync()).Changed & ~PeerAspects.Presence).Should().Be(aspect);
    }

    [Fact]
    public void EveryFieldOfARecord_BelongsToAnAspect()
    {
        var fields = typeof(SerializedPeer).GetFields().Where(field => field.Name is not nameof(SerializedPeer.Unknown) and not nameof(SerializedPeer.Evidence))
            .Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name));

        RecordAspects.Known.Where(field => !field.StartsWith("evidence.", StringComparison.Ordinal)).Should().BeEquivalentTo(fields);
        RecordAspects.Of("from a newer version").Should().Be(PeerAspects.Metadata);
    }

    [Fact]
    public void Watch_ForWhatIsNoAspect_IsRefused() =>
        FluentActions.Invoking(() => Service.WatchAsync((PeerAspects)512)).Should().Throw<ArgumentOutOfRangeException>();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();
}
