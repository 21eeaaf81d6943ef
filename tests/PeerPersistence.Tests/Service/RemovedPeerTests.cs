namespace PeerPersistence.Tests.Service;

public sealed class RemovedPeerTests : IAsyncLifetime
{
    private readonly Setup _setup = new(options => options.Retention.RememberRemoved = TimeSpan.FromDays(7));

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeersAsync([_setup.Friend("friend"), _setup.Stranger("stranger"), _setup.Friend("here")]);

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task FindNewPeerIds_Round_AreThoseNeitherStoredNorRemovedLately()
    {
        await Service.RemovePeerAsync("friend");
        await Service.RemovePeerAsync("stranger");
        await Service.RemovePeerAsync("nobody");
        await _setup.Store.SetTextAsync("mesh:peer:damaged", "{");

        (await NewAsync("z", "friend", "a", "here", "stranger", "z", "damaged", "nobody")).Should().Equal("z", "a", "nobody");
        await using var later = _setup.Another();
        (await later.FindNewPeerIdsAsync(["friend", "x"])).Should().Equal(new[] { "x" }, "the memory is in the store");
        _setup.Time.Advance(TimeSpan.FromDays(7));
        (await NewAsync("friend", "stranger")).Should().Equal("friend", "stranger");
    }

    [Fact]
    public async Task StorePeer_RemovedLately_IsStored()
    {
        await Service.RemovePeerAsync("friend");
        await Service.StorePeerAsync(_setup.Stranger("friend"));
        (await Service.GetPeerAsync("friend")).Should().NotBeNull("who is added on purpose is never kept out");
    }

    [Fact]
    public async Task CleanupStalePeers_GivenUpAndInactive_RemembersTheGivenUpOnly()
    {
        for (var i = 0; i < 5; i++)
            await Service.RecordFailedAttemptAsync("stranger");
        _setup.Time.Advance(TimeSpan.FromDays(31));

        (await Service.CleanupStalePeersAsync()).Should().Be(3);

        (await NewAsync("friend", "stranger", "here")).Should().Equal("friend", "here");
    }

    [Theory]
    [InlineData(73 * 365), InlineData(-20 * 365)]
    public async Task RemovePeer_OthersGoWhileTheClockIsWrong_IsRememberedAfterwards(int daysWrong)
    {
        await Service.RemovePeerAsync("friend");
        var now = _setup.Now;
        _setup.Time.SetUtcNow(now.AddDays(daysWrong));
        await Service.RemovePeerAsync("stranger");
        _setup.Time.SetUtcNow(now);

        (await NewAsync("friend")).Should().BeEmpty();
        _setup.Time.Advance(TimeSpan.FromDays(7));
        (await NewAsync("friend")).Should().Equal("friend");
    }

    [Fact]
    public async Task StorePeer_AtCapacity_WhoMadeRoomMayComeBack()
    {
        await using var setup = new Setup(options => (options.MaxPeers, options.Retention.RememberRemoved) = (1, TimeSpan.FromDays(7)));
        await setup.Service.StorePeerAsync(setup.Stranger("first"));
        await setup.Service.StorePeerAsync(setup.Stranger("second"));
        (await setup.Service.FindNewPeerIdsAsync(["first"])).Should().Equal("first");
    }

    [Fact]
    public async Task RemovePeer_MemoryOff_LeavesNoTrace()
    {
        await using var setup = new Setup(options => options.Retention.RememberRemoved = TimeSpan.Zero);
        await setup.Service.StorePeerAsync(setup.Friend("friend"));
        await setup.Service.RemovePeerAsync("friend");

        (await setup.Service.FindNewPeerIdsAsync(["friend"])).Should().Equal("friend");
        (await setup.Store.DumpAsync()).Keys.Should().NotContain("mesh:peers:removed");
    }

    [Fact]
    public async Task RemovePeer_ManyAtOnceFromTwoServices_AreAllRemembered()
    {
        await using var other = _setup.Another();
        var ids = Enumerable.Range(0, 40).Select(i => $"peer-{i}").ToArray();
        await Service.StorePeersAsync(ids.Select(_setup.Stranger));

        await Task.WhenAll(ids.Select((id, i) => Task.Run(() => (i % 2 == 0 ? Service : other).RemovePeerAsync(id))));

        (await Service.FindNewPeerIdsAsync(ids)).Should().BeEmpty();
        var stats = await Service.GetStorageStatsAsync();
        stats.EstimatedSizeBytes.Should().Be(2 * (await _setup.Store.DumpAsync()).Sum(item => item.Key.Length + item.Value.Length));
        await Service.ClearAllAsync();
        (await Service.FindNewPeerIdsAsync(ids)).Should().Equal(ids, "everything is forgotten");
    }

    [Fact]
    public async Task FindNewPeerIds_BadIds_AreRefused()
    {
        await FluentActions.Awaiting(() => Service.FindNewPeerIdsAsync(null!)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Service.FindNewPeerIdsAsync(["a", ""])).Should().ThrowAsync<ArgumentException>().WithParameterName("peerIds");
    }

    private Task<IReadOnlyList<string>> NewAsync(params string[] peerIds) => Service.FindNewPeerIdsAsync(peerIds);
}
