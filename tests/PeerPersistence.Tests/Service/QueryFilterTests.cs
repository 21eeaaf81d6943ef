namespace PeerPersistence.Tests.Service;

public sealed class QueryFilterTests : IAsyncDisposable
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    [Fact]
    public async Task Query_ByPin_IsThoseThatAreOrAreNot()
    {
        await Service.StorePeersAsync([_setup.Friend("a") with { IsPinned = true }, _setup.Friend("b")]);

        (await IdsAsync(new() { IsPinned = true })).Should().Equal("a");
        (await IdsAsync(new() { IsPinned = false })).Should().Equal("b");
    }

    [Fact]
    public async Task Query_ByFriend_CountsPinsSecretsAndOurOwnConnectionsOnTwoDays()
    {
        var now = _setup.Time.GetUtcNow();
        var twice = new ConnectionQuality { TotalConnections = 2, SuccessfulConnections = 2 };
        await Service.StorePeersAsync(
        [
            PeerData.Create("pinned", now) with { IsPinned = true },
            PeerData.Create("old", now),
            PeerData.Create("secret", now) with { SharedSecret = "s" },
            PeerData.Create("claims", now) with { FirstSeen = now.AddDays(-1), ConnectionQuality = twice },
            PeerData.Create("called", now),
        ]);
        for (var day = 0; day < 2; day++)
        {
            await Service.RecordConnectedAsync("old");
            await Service.RecordConnectedAsync("called", inbound: true);
            _setup.Time.Advance(TimeSpan.FromDays(1));
        }

        (await IdsAsync(new() { IsFriend = true })).Should().BeEquivalentTo("pinned", "secret", "old");
        (await IdsAsync(new() { IsFriend = false })).Should().BeEquivalentTo("claims", "called");
        (await Service.GetPeerAsync("old"))!.IsFriend.Should().BeTrue();
    }

    [Fact]
    public async Task Query_ByBlock_IsTheBlockListAndTellsItFromABlacklisting()
    {
        var until = _setup.Time.GetUtcNow().AddDays(1);
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("blocked"), _setup.Friend("barred") with { BlacklistUntil = until }, _setup.Stranger("failed")]);
        await Service.BlockAsync("blocked");
        for (var failed = 0; failed < 5; failed++)
            await Service.RecordFailedAttemptAsync("failed");

        (await IdsAsync(new() { IsBlocked = true })).Should().BeEquivalentTo("blocked", "barred");
        (await IdsAsync(new() { IsBlocked = false, ExcludeBlacklisted = false })).Should().BeEquivalentTo("a", "failed");
        (await Service.GetPeerAsync("blocked"))!.IsBlocked.Should().BeTrue();
        var failures = (await Service.GetPeerAsync("failed"))!;
        (failures.IsBlocked, failures.BlacklistUntil).Should().Match<(bool, DateTimeOffset?)>(told => !told.Item1 && told.Item2 != null);

        await Service.StorePeerAsync(failures with { DisplayName = "read and stored", IsBlocked = true });
        await Service.UpdatePeerAsync("a", peer => peer with { IsBlocked = true });
        await Service.UnblockAsync("blocked");

        (await IdsAsync(new() { IsBlocked = true })).Should().Equal("barred");
    }

    [Fact]
    public async Task Query_ByPredicate_AsksOnlyOfThoseThatPassedTheOtherFilters()
    {
        await Service.StorePeersAsync([_setup.Friend("a") with { IsPinned = true }, _setup.Friend("b"), _setup.Friend("c")]);
        List<string> asked = [];

        var ids = await IdsAsync(new() { IsPinned = false, Where = peer => Asked(peer) && peer.PeerId == "c" });

        ids.Should().Equal("c");
        asked.Should().BeEquivalentTo("b", "c");

        bool Asked(PeerSummary peer)
        {
            asked.Add(peer.PeerId);
            return true;
        }
    }

    [Fact]
    public async Task Page_TokenOfAQueryWithOtherFilters_IsRefused()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);
        var query = new PeerQuery { Limit = 1, Where = peer => peer.PeerId != "z" };
        var token = (await Service.QueryPageAsync(query)).ContinuationToken;

        (await Service.QueryPageAsync(query with { Where = _ => true }, token)).Peers.Should().ContainSingle("which filter it is cannot be told");
        foreach (var other in new[] { query with { Where = null }, query with { IsPinned = false }, query with { IsFriend = false } })
            await FluentActions.Awaiting(() => Service.QueryPageAsync(other, token)).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Query_WithoutSecrets_AsksForNoKeyAndSaysThatThereIsOne()
    {
        await Service.StorePeersAsync([_setup.Friend("a") with { SharedSecret = "s" }, _setup.Friend("b")]);
        var keys = new Moq.Mock<IMasterKeyProvider>(Moq.MockBehavior.Strict);
        await using var locked = new PeerPersistenceService(_setup.Store, _setup.Options, keys.Object, _setup.Time);

        var peers = await locked.QueryPeersAsync(new() { WithSecrets = false });
        var page = await locked.QueryPageAsync(new() { WithSecrets = false });

        peers.ToDictionary(peer => peer.PeerId, peer => (peer.SharedSecret, peer.SecretStatus)).Should().BeEquivalentTo(
            new Dictionary<string, (string?, SecretStatus)> { ["a"] = (null, SecretStatus.Available), ["b"] = (null, SecretStatus.None) });
        page.Peers.Should().OnlyContain(peer => peer.SharedSecret == null);
    }

    [Fact]
    public async Task Query_WithoutSecrets_TellsAllElseAsEveryOtherCallDoes()
    {
        await Service.StorePeersAsync([
            _setup.Stranger("stranger"), _setup.Friend("pinned") with { IsPinned = true }, _setup.Friend("with a secret") with { SharedSecret = "s" },
            _setup.Friend("blocked") with { IceServers = [new("turn:a", "user", "credential")] },
        ]);
        await Service.BlockAsync("blocked");
        var query = new PeerQuery { ExcludeBlacklisted = false, SortBy = PeerSortBy.Quality };

        var peers = await Service.QueryPeersAsync(query with { WithSecrets = false });

        var whole = await Service.QueryPeersAsync(query);
        peers.Should().Equal(whole.Select(peer => peer with { SharedSecret = null, IceServers = [.. peer.IceServers.Select(server => server with { Credential = null })] }));
        (await Service.QueryPageAsync(query with { WithSecrets = false })).Peers.Should().Equal(peers);
        peers.Where(peer => peer.IsFriend).Select(peer => peer.PeerId).Should().BeEquivalentTo("pinned", "with a secret");
        peers.Where(peer => peer.IsBlocked).Select(peer => peer.PeerId).Should().Equal("blocked");
    }

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    private async Task<IEnumerable<string>> IdsAsync(PeerQuery query) => (await Service.QueryPeersAsync(query)).Select(peer => peer.PeerId);
}
