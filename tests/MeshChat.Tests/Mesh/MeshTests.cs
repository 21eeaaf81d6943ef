namespace MeshChat.Tests.Mesh;

public sealed class MeshTests
{
    [Fact]
    public async Task Link_BothCallInTheSameInstant_OneLinkAndOneSecretRemain()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        for (var round = 0; round < 5; round++)
        {
            var (aliceMark, bobMark) = (alice.Journal.Count, bob.Journal.Count);
            alice.Type("/unlink bob");
            await Task.WhenAll(alice.ExpectAsync<Unlinked>(since: aliceMark), bob.ExpectAsync<Unlinked>(since: bobMark));

            // A secret lost on both sides has to be agreed upon anew, however the calls cross.
            await alice.Peers.UpdatePeerAsync(bob.Id, peer => peer with { SharedSecret = null, SecretStatus = SecretStatus.None });
            await bob.Peers.UpdatePeerAsync(alice.Id, peer => peer with { SharedSecret = null, SecretStatus = SecretStatus.None });
            alice.Type("/link bob");
            bob.Type("/link alice");
            await Task.WhenAll(alice.ExpectAsync<Linked>(since: aliceMark), bob.ExpectAsync<Linked>(since: bobMark));

            var text = $"round {round}";
            alice.Type($"/msg bob {text}");
            bob.Type($"/msg alice {text}");
            await Task.WhenAll(alice.ExpectAsync<DirectHeard>(e => e.Text == text), bob.ExpectAsync<DirectHeard>(e => e.Text == text));
        }

        alice.Get<LinkTable>().Count.Should().Be(1);
        bob.Get<LinkTable>().Count.Should().Be(1);
    }

    [Fact]
    public async Task Call_SeveralTimesAtOnce_MakesOneLink()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        var mark = alice.Journal.Count;
        bob.Type("/unlink alice");
        await Task.WhenAll(alice.ExpectAsync<Unlinked>(since: mark), bob.ExpectAsync<Unlinked>());
        var record = (await bob.Peers.GetPeerAsync(alice.Id))!;

        var calls = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bob.Get<Caller>().CallAsync(record, CancellationToken.None)));

        calls.Should().AllBeEquivalentTo(true);
        bob.Type("that is all");
        await alice.ExpectAsync<LineHeard>();
        alice.Journal.All<Linked>(mark).Should().ContainSingle();
    }

    /// <summary>One who knows more people than a sponsor has places introduces a newcomer to them, all at once.</summary>
    [Fact]
    public async Task Join_ToACrowd_LinksWithEverybodyAtOnce()
    {
        await using var hub = await TestPeer.StartAsync("hub");
        var crowd = new List<TestPeer>();
        try
        {
            for (var number = 0; number < 2 * Feelers.PerSponsor; number++)
            {
                crowd.Add(await TestPeer.StartAsync($"guest-{number}"));
                crowd[^1].Type($"/join {await hub.InviteAsync()}");
                foreach (var other in crowd[..^1])
                    await Task.WhenAll(
                        crowd[^1].ExpectAsync<Linked>(e => e.Id == other.Id), other.ExpectAsync<Linked>(e => e.Id == crowd[^1].Id));
            }

            crowd.SelectMany(peer => peer.Journal.All<TryFailed>()).Should().OnlyContain(
                e => e.Tries == 1, "who is called before it has heard of the newcomer calls back");
        }
        finally
        {
            foreach (var peer in crowd)
                await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Move_Announced_IsWrittenDownAndCalled()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        var mark = alice.Journal.Count;

        bob.Type("/move");

        var address = (await bob.ExpectAsync<Moved>()).Address;
        (await alice.ExpectAsync<AddressChanged>()).Address.Should().Be(address);
        await alice.ExpectAsync<Linked>(since: mark);
        var record = (await alice.Peers.GetPeerAsync(bob.Id))!;
        ListenAddress.Of(record.CachedCandidates.Single())!.ToString().Should().Be(address);
    }

    [Fact]
    public async Task Ping_Answered_IsWrittenDownAsLatency()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;

        var record = await alice.ExpectRecordAsync(bob.Id, peer => peer.ConnectionQuality.Latency is not null);

        record.ConnectionQuality.ConnectionType.Should().Be(ConnectionType.Host);
    }

    [Fact]
    public async Task Ping_OfALinkWeCalled_IsWrittenDownAsTheAddressThatWorked()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;

        await bob.ExpectRecordAsync(alice.Id, peer => peer.ConnectionQuality.Latency is not null);
        await alice.ExpectRecordAsync(bob.Id, peer => peer.ConnectionQuality.Latency is not null);

        (await bob.Peers.GetAddressesAsync(alice.Id)).Should().ContainSingle().Which.LastWorked.Should().NotBeNull("bob called alice");
        (await alice.Peers.GetAddressesAsync(bob.Id)).Should().ContainSingle().Which.LastWorked.Should().BeNull("alice never called bob");
    }

    [Fact]
    public async Task Forget_FriendsTellOfThePeer_DoesNotBringItBack()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var carol = await TestPeer.StartAsync("carol");
        carol.Type($"/join {await alice.InviteAsync()}");
        await carol.ExpectAsync<Linked>(e => e.Id == bob.Id);
        await bob.ExpectAsync<Linked>(e => e.Id == carol.Id);

        alice.Type("/forget bob");
        await alice.ExpectAsync<Notice>(notice => notice.Text.StartsWith("bob is forgotten", StringComparison.Ordinal));
        var mark = alice.Journal.Count;
        bob.Type("/move");
        await carol.ExpectAsync<AddressChanged>(e => e.Id == bob.Id);
        carol.Type("that is all");
        await alice.ExpectAsync<LineHeard>(since: mark);

        (await alice.Peers.GetAllPeerIdsAsync()).Should().Equal(carol.Id);
    }

    [Fact]
    public async Task Quit_Partner_LeftByItself()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;

        await bob.DisposeAsync();

        (await alice.ExpectAsync<Unlinked>()).Departure.Should().Be(Departure.Remote);
    }

    [Fact]
    public async Task Cut_Link_IsTheNetworksFaultAndComesBackByItself()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        var mark = alice.Journal.Count;

        alice.Get<LinkTable>().Find(bob.Id)!.Cut();

        (await alice.ExpectAsync<Unlinked>()).Departure.Should().Be(Departure.Network);
        await alice.ExpectAsync<Linked>(since: mark);
    }

    [Fact]
    public async Task Introduction_OfAThirdPeer_LinksAllWithAll()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var carol = await TestPeer.StartAsync("carol");

        carol.Type($"/join {await alice.InviteAsync()}");

        await carol.ExpectAsync<Linked>(e => e.Id == bob.Id);
        await bob.ExpectAsync<Linked>(e => e.Id == carol.Id);
    }

    [Fact]
    public async Task Line_InAnothersName_IsDropped()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        using var carol = TestIdentities.New();
        await alice.Peers.StorePeerAsync(PeerData.Create(carol.Id) with { DisplayName = "carol", PublicKey = carol.PublicKey.Jwk });
        var line = new ChatLine(Guid.NewGuid(), carol.Id, "I am carol", []);
        var link = bob.Get<LinkTable>().Find(alice.Id)!;

        link.Send(line with { Signature = bob.Get<PeerIdentity>().Sign(line.SignedText()) });
        link.Send(line with { Signature = carol.Sign("something else") });
        link.Send(line with { Signature = carol.Sign(line.SignedText()), From = bob.Id });
        bob.Type("honestly");

        await alice.ExpectAsync<LineHeard>();
        alice.Journal.All<LineHeard>().Should().ContainSingle().Which.Text.Should().Be("honestly");

        // The forgeries did not use the message up.
        link.Send(line with { Signature = carol.Sign(line.SignedText()) });
        await alice.ExpectAsync<LineHeard>(heard => heard.Name == "carol" && heard.Text == "I am carol");
    }
}
