namespace PeerPersistence.Tests.Service;

/// <summary>What the user says of a peer, and what others tell of it.</summary>
public sealed class TrustTests : IAsyncDisposable
{
    private const string Key = """{"kty":"EC","crv":"P-256","x":"X","y":"Y"}""";
    private const string SameKey = """{"y":"Y","x":"X","crv":"P-256","kty":"EC","kid":"other","ext":true}""";
    private const string OtherKey = """{"kty":"EC","crv":"P-256","x":"X","y":"Z"}""";

    private readonly Setup _setup = new(options => options.MaxPeers = 3);

    private IPeerPersistenceService Service => _setup.Service;

    [Fact]
    public async Task SetPinned_OnAndOff_ChangesNothingElse()
    {
        await Service.StorePeerAsync(_setup.Friend("a") with { DisplayName = "A" });
        var before = await Service.GetPeerAsync("a");

        (await Service.SetPinnedAsync("a", pinned: true)).Should().BeTrue();
        (await Service.GetPeerAsync("a"))!.Should().BeEquivalentTo(before! with { IsPinned = true });
        (await Service.SetPinnedAsync("a", pinned: false)).Should().BeTrue();
        (await Service.GetPeerAsync("a"))!.Should().BeEquivalentTo(before);
        (await Service.SetPinnedAsync("nobody", pinned: true)).Should().BeFalse();
    }

    [Fact]
    public async Task Block_WhateverHappensMeanwhile_StandsUntilItIsLifted()
    {
        await Service.StorePeerAsync(_setup.Friend("a"));
        (await Service.BlockAsync("a")).Should().BeTrue();

        await Service.RecordConnectedAsync("a", inbound: true);
        await Service.StorePeerAsync(_setup.Friend("a") with { DisplayName = "A" });
        await Service.ImportDataAsync(new() { Peers = [_setup.Friend("a")] }, new() { OnConflict = ImportConflict.Replace });
        await Service.StorePeersAsync([_setup.Friend("b"), _setup.Friend("c"), _setup.Friend("d")]);
        _setup.Time.Advance(TimeSpan.FromDays(4000));
        await Service.MaintainAsync();

        (await Service.GetReconnectionCandidatesAsync()).Select(candidate => candidate.Peer.PeerId).Should().NotContain("a");
        (await Service.GetPeerAsync("a"))!.BlacklistUntil.Should().BeAfter(_setup.Time.GetUtcNow().AddYears(1000));

        (await Service.UnblockAsync("a")).Should().BeTrue();
        (await Service.GetPeerAsync("a"))!.BlacklistUntil.Should().BeNull();
        (await Service.GetReconnectionCandidatesAsync()).Select(candidate => candidate.Peer.PeerId).Should().Contain("a");
    }

    [Fact]
    public async Task Block_LiftedByAnUpdate_IsLifted()
    {
        await Service.StorePeerAsync(_setup.Friend("a"));
        await Service.BlockAsync("a");

        await Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" });
        (await Service.GetPeerAsync("a"))!.BlacklistUntil.Should().NotBeNull();
        await Service.UpdatePeerAsync("a", peer => peer with { BlacklistUntil = null });
        await Service.RecordFailedAttemptAsync("a");

        (await Service.GetPeerAsync("a"))!.BlacklistUntil.Should().BeNull();
    }

    [Fact]
    public async Task Unblock_BlacklistedFromFailures_MayBeTriedAgain()
    {
        await Service.StorePeerAsync(_setup.Stranger("a"));
        for (var failure = 0; failure < 5; failure++)
            await Service.RecordFailedAttemptAsync("a");

        await Service.UnblockAsync("a");

        (await Service.GetReconnectionCandidatesAsync()).Should().ContainSingle();
        (await Service.CleanupStalePeersAsync()).Should().Be(0);
    }

    [Fact]
    public async Task StorePeer_AnotherPublicKey_IsRefusedAndChangesNothing()
    {
        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = Key });
        var other = _setup.Friend("a") with { PublicKey = OtherKey, DisplayName = "Mallory" };

        (await FluentActions.Awaiting(() => Service.StorePeerAsync(other)).Should().ThrowAsync<PublicKeyChangedException>()).Which.PeerId.Should().Be("a");
        await FluentActions.Awaiting(() => Service.StorePeersAsync([_setup.Friend("b"), other])).Should().ThrowAsync<PublicKeyChangedException>();

        (await Service.GetPeerAsync("a"))!.PublicKey.Should().Be(Key);
        (await Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    [Fact]
    public async Task StorePeer_TheSameKeyWrittenOtherwise_IsStored()
    {
        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = Key });

        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = SameKey, DisplayName = "A" });

        (await Service.GetPeerAsync("a"))!.DisplayName.Should().Be("A");
    }

    [Fact]
    public async Task AcceptKey_Confirmed_IsTheKeyFromThenOn()
    {
        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = Key });

        (await Service.AcceptKeyAsync("a", OtherKey)).Should().BeTrue();
        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = OtherKey });

        await FluentActions.Awaiting(() => Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = Key })).Should().ThrowAsync<PublicKeyChangedException>();
        (await Service.AcceptKeyAsync("nobody", Key)).Should().BeFalse();
        await FluentActions.Awaiting(() => Service.AcceptKeyAsync("a", null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task Introduce_AnUnknownPeer_IsAStrangerWithoutWhatNobodyProved()
    {
        await Service.IntroducePeersAsync(
            [_setup.Friend("a") with { SharedSecret = "s", IsPinned = true, PublicKey = Key, ReconnectionAttempts = 3, LastSeen = _setup.Time.GetUtcNow().AddDays(-9) }], "x");

        var peer = (await Service.GetPeerAsync("a"))!;
        peer.Should().BeEquivalentTo(new
        {
            SharedSecret = (string?)null, IsPinned = false, IsFriend = false, ReconnectionAttempts = 0, LastConnected = (DateTimeOffset?)null, PublicKey = Key,
        });
        peer.ConnectionQuality.TotalConnections.Should().Be(0);
        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = OtherKey });
        (await Service.GetPeerAsync("a"))!.PublicKey.Should().Be(OtherKey, "the key was a claim");
        await FluentActions.Awaiting(() => Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = Key })).Should().ThrowAsync<PublicKeyChangedException>();
    }

    [Fact]
    public async Task Introduce_AKnownPeer_AddsOnlyAddressesThatItDidNotHave()
    {
        var one = new IceCandidate { Candidate = "one" };
        var two = new IceCandidate { Candidate = "two" };
        await Service.StorePeerAsync(_setup.Friend("a") with { CachedCandidates = [one], DisplayName = "A", PublicKey = Key });
        var before = (await Service.GetPeerAsync("a"))!;
        _setup.Time.Advance(TimeSpan.FromHours(1));

        await Service.IntroducePeersAsync([_setup.Friend("a") with { CachedCandidates = [two, one, two], DisplayName = "B", PublicKey = OtherKey, IsPinned = true }], "x");

        (await Service.GetPeerAsync("a"))!.Should().BeEquivalentTo(before with { CachedCandidates = [one, two] });
        (await Service.GetAddressesAsync("a")).Select(address => address.Candidate.Candidate).Should().Equal("one", "two");
    }

    [Fact]
    public async Task Introduce_MoreThanThereArePlaces_NeverThrowsAndCostsNobodyPinned()
    {
        await Service.StorePeersAsync([.. new[] { "a", "b", "c" }.Select(id => _setup.Friend(id) with { IsPinned = true })]);

        await Service.IntroducePeersAsync([_setup.Friend("x"), _setup.Friend("y")], "a");

        (await Service.GetAllPeerIdsAsync()).Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task StorePeers_NoPlaceLeft_NamesThemInTheException()
    {
        await Service.StorePeersAsync([.. new[] { "a", "b", "c" }.Select(id => _setup.Friend(id) with { IsPinned = true })]);

        (await FluentActions.Awaiting(() => Service.StorePeersAsync([_setup.Friend("x"), _setup.Friend("y")])).Should().ThrowAsync<StoreFullException>())
            .Which.PeerIds.Should().Equal("x", "y");
    }

    [Theory]
    [InlineData(ImportConflict.KeepNewest, Key)]
    [InlineData(ImportConflict.KeepExisting, Key)]
    [InlineData(ImportConflict.Replace, OtherKey)]
    public async Task Import_AnotherPublicKey_IsAConflictByName(ImportConflict onConflict, string expected)
    {
        await Service.StorePeerAsync(_setup.Friend("a") with { PublicKey = Key });
        _setup.Time.Advance(TimeSpan.FromHours(1));

        var result = await Service.ImportDataAsync(
            new() { Peers = [_setup.Friend("a") with { PublicKey = OtherKey }, _setup.Friend("b")] }, new() { OnConflict = onConflict });

        result.Conflicts.Should().Equal("a");
        (await Service.GetPeerAsync("a"))!.PublicKey.Should().Be(expected);
    }

    public ValueTask DisposeAsync() => _setup.DisposeAsync();
}
