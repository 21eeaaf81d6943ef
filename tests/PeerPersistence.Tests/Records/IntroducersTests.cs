namespace PeerPersistence.Tests;

public sealed class IntroducersTests : IAsyncDisposable
{
    private readonly Setup _setup = new();

    [Theory]
    [InlineData(100, 0, 20)]
    [InlineData(100, 4, 10)]
    [InlineData(100, 76, 1)]
    [InlineData(100, 60_000, 1)]
    [InlineData(5, 0, 4)]
    [InlineData(int.MaxValue, ushort.MaxValue, 26_213)]
    public void Quota_Unanswered_Shrinks(int maxPeers, int unanswered, int expected) =>
        Introducers.Quota(maxPeers, unanswered).Should().Be(expected);

    [Fact]
    public async Task Introduce_NobodyEverAnswered_TakesFewer()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("introducer"));
        var service = _setup.Service;
        List<int> welcome = [];

        for (var lot = 0; lot < 4; lot++)
        {
            await service.IntroducePeersAsync(Enumerable.Range(0, 40).Select(i => _setup.Stranger($"{lot}-{i}")), "introducer");
            var strangers = (await service.GetAllPeerIdsAsync()).Where(id => id != "introducer").ToList();
            welcome.Add(strangers.Count);
            for (var day = 0; day < 6; day++)
            {
                foreach (var stranger in strangers)
                    await service.RecordFailedAttemptAsync(stranger);
            }

            _setup.Time.Advance(TimeSpan.FromDays(2));
            await service.CleanupStalePeersAsync();
            await using var restarted = _setup.Another();
            (await restarted.GetAllPeerIdsAsync()).Should().Equal("introducer");
        }

        welcome.Should().Equal(20, 3, 2, 2);
    }

    [Fact]
    public async Task Introduce_AThousandByAnIntroducerThatIsNotKnown_FillOneFifthOfThePlaces()
    {
        await using var setup = new Setup(options => options.MaxPeers = 100);

        await setup.Service.IntroducePeersAsync(Enumerable.Range(0, 1000).Select(i => setup.Stranger($"{i}")), "nobody");
        await setup.Service.IntroducePeersAsync(Enumerable.Range(1000, 1000).Select(i => setup.Stranger($"{i}")), "nobody");

        (await setup.Service.GetAllPeerIdsAsync()).Should().HaveCount(20);
    }

    [Fact]
    public async Task Introduce_EverySecondAnswers_KeepsItsPlaces()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("introducer"));
        await _setup.Service.IntroducePeersAsync(Enumerable.Range(0, 20).Select(i => _setup.Stranger($"{i}")), "introducer");
        for (var i = 0; i < 20; i++)
            await (i % 2 == 0 ? _setup.Service.RecordConnectedAsync($"{i}") : _setup.Service.RecordFailedAttemptAsync($"{i}"));

        (await EvidenceAsync()).Unanswered.Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Answering_OnlyTheFirstOfEachOwnTry_Counts()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("introducer"));
        await _setup.Service.IntroducePeersAsync([_setup.Stranger("a"), _setup.Stranger("b")], "introducer");
        foreach (var id in new[] { "a", "a", "b", "b" })
            await _setup.Service.RecordFailedAttemptAsync(id);
        (await EvidenceAsync()).Unanswered.Should().Be(2);

        await _setup.Service.RecordConnectedAsync("a", inbound: true);
        (await EvidenceAsync()).Unanswered.Should().Be(2, "anybody can connect to us");
        await _setup.Service.ReconnectAsync((peer, _) => Task.FromResult(peer.PeerId == "a"), new() { TargetConnections = 3 });
        (await EvidenceAsync()).Unanswered.Should().Be(1);
    }

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    private async Task<PeerEvidence> EvidenceAsync() =>
        PeerJson.Read((await _setup.Store.GetAsync("mesh:peer:introducer"))!.Value.Span, "introducer").Evidence;
}
