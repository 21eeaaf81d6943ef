namespace PeerPersistence.Tests.Service;

public sealed class AddressTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeerAsync(_setup.Friend("p") with { CachedCandidates = [Host("a"), Host("b"), Host("c")] });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task GetAddresses_JustStored_AreFreshAndInTheirOrder()
    {
        _setup.Time.Advance(TimeSpan.FromMinutes(3));

        var addresses = await Service.GetAddressesAsync("p");

        addresses.Select(address => address.Candidate.Candidate).Should().Equal("a", "b", "c");
        addresses.Should().OnlyContain(address => address.Age == TimeSpan.FromMinutes(3) && address.IsFresh && address.LastWorked == null);
        (await Service.GetAddressesAsync("nobody")).Should().BeEmpty();
    }

    [Fact]
    public async Task RecordConnected_AtAnAddress_ItIsOfferedFirstFromThenOn()
    {
        _setup.Time.Advance(TimeSpan.FromHours(1));
        await Service.RecordConnectedAsync("p", new() { Address = Host("b") });
        _setup.Time.Advance(TimeSpan.FromHours(1));
        await Service.UpdateConnectionQualityAsync("p", new QualityMeasurement { Address = Host("c") });
        _setup.Time.Advance(TimeSpan.FromHours(1));

        await using var later = _setup.Another();
        var addresses = await later.GetAddressesAsync("p");

        addresses.Select(address => address.Candidate.Candidate).Should().Equal("c", "b", "a");
        addresses.Select(address => address.LastWorked).Should().Equal(_setup.Now.AddHours(-1), _setup.Now.AddHours(-2), null);
        var candidate = (await later.GetReconnectionCandidatesAsync())[0];
        candidate.Addresses.Should().Equal(addresses);
        candidate.Peer.CachedCandidates.Should().Equal([Host("c"), Host("b"), Host("a")]);
        (await later.GetPeerAsync("p"))!.CachedCandidates.Should().Equal([Host("a"), Host("b"), Host("c")], "what was stored is read back as it was");
    }

    [Fact]
    public async Task RecordConnected_AtAnUnknownAddress_TakesItIn()
    {
        await Service.RecordConnectedAsync("p", new() { Address = Host("x") });

        (await IdsAsync()).Should().StartWith("x").And.HaveCount(4);
        await Service.UpdateConnectionQualityAsync("p", new QualityMeasurement { Address = Host("y"), Success = false });
        (await IdsAsync()).Should().NotContain("y", "it did not work");
    }

    [Fact]
    public async Task RecordConnected_NoPlaceForTheAddress_TheLastInOrderGoes()
    {
        await Service.UpdatePeerAsync("p", peer => peer with { CachedCandidates = [.. Enumerable.Range(0, PeerLimits.CachedCandidates).Select(i => Host($"{i}"))] });
        _setup.Time.Advance(TimeSpan.FromHours(1));
        await Service.RecordConnectedAsync("p", new() { Address = Host($"{PeerLimits.CachedCandidates - 1}") });

        await Service.RecordConnectedAsync("p", new() { Address = Host("x") });

        (await IdsAsync()).Should().HaveCount(PeerLimits.CachedCandidates).And.Contain("x").And.Contain("127").And.NotContain("126");
    }

    [Fact]
    public async Task UpdatePeer_ANewAddress_IsTriedFirst()
    {
        await Service.RecordConnectedAsync("p", new() { Address = Host("a") });
        _setup.Time.Advance(TimeSpan.FromHours(1));
        await Service.UpdatePeerAsync("p", peer => peer with { CachedCandidates = [Host("b"), Host("a"), Host("new")] });

        (await IdsAsync()).Should().Equal("new", "a", "b");
        _setup.Time.Advance(TimeSpan.FromMinutes(11));
        (await IdsAsync()).Should().Equal("a", "new", "b");
    }

    [Fact]
    public async Task StorePeer_TheSameAddressesAgain_KeepTheirMemoryAndAge()
    {
        await Service.RecordConnectedAsync("p", new() { Address = Host("c") });
        _setup.Time.Advance(TimeSpan.FromHours(1));
        await Service.StorePeerAsync(_setup.Friend("p") with { CachedCandidates = [Host("b"), Host("c")] });
        await Service.StorePeersAsync([_setup.Friend("p") with { CachedCandidates = [Host("a"), Host("b"), Host("c")] }]);

        (await IdsAsync()).Should().Equal(new[] { "a", "c", "b" }, "a was away and is new again");
        var addresses = await Service.GetAddressesAsync("p");
        addresses.Select(address => address.Age).Should().Equal(TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task UpdatePeer_SomethingElse_TeachesNothingOfTheOriginalsAddresses()
    {
        await _setup.Store.SetTextAsync("mesh:peer:o", """{"peerId":"o","cachedCandidates":[{"candidate":"a","type":"host"}]}""");

        await Service.UpdatePeerAsync("o", peer => peer with { DisplayName = "O" });
        await Service.StorePeerAsync((await Service.GetPeerAsync("o"))! with { DisplayName = "P" });

        (await Service.GetAddressesAsync("o")).Single().Age.Should().BeNull();
        (await _setup.Store.TextAsync("mesh:peer:o")).Should().NotContain("knownSince");
    }

    [Fact]
    public async Task Export_Addresses_WithoutTheirMemory()
    {
        await Service.RecordConnectedAsync("p", new() { Address = Host("a") });

        (await _setup.Store.TextAsync("mesh:peer:p")).Should().Contain("\"lastWorked\":");
        (await Service.ExportDataAsync(new() { IncludePresence = true })).ToJson().Should().Contain("\"candidate\"").And.NotContain("lastWorked").And.NotContain("knownSince");
    }

    [Fact]
    public async Task RecordConnected_BadAddress_IsRefused()
    {
        foreach (var address in new[] { Host(""), Host(new string('x', PeerLimits.LineLength + 1)), Host("x") with { Type = (ConnectionType)9 } })
        {
            var record = () => Service.RecordConnectedAsync("p", new() { Address = address });
            (await record.Should().ThrowAsync<ArgumentException>()).WithParameterName("measurement");
        }
    }

    private static IceCandidate Host(string line) => new() { Candidate = line, Type = ConnectionType.Host };

    private async Task<IReadOnlyList<string>> IdsAsync() => [.. (await Service.GetAddressesAsync("p")).Select(address => address.Candidate.Candidate)];
}
