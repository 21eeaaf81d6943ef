namespace MeshChat.Tests.Mesh;

public sealed class TrustTests
{
    [Fact]
    public async Task Accept_FriendWhoseRecordHoldsAnotherKey_IsShownAndComesInOnceAccepted()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        using var other = TestIdentities.New();
        bob.Type("/unlink alice");
        await alice.ExpectAsync<Unlinked>();
        await alice.Peers.AcceptKeyAsync(bob.Id, other.PublicKey.Jwk);

        bob.Type("/link alice");

        (await alice.ExpectAsync<KeyChanged>()).Name.Should().Be("bob");
        await bob.ExpectAsync<Problem>(problem => problem.Text == "alice does not answer.");
        (await alice.Peers.GetPeerAsync(bob.Id))!.PublicKey.Should().Be(other.PublicKey.Jwk, "nobody but the user changes it");

        alice.Type("/accept bob");
        await alice.ExpectAsync<Notice>(notice => notice.Text.StartsWith("bob is known by the new key", StringComparison.Ordinal));
        var mark = alice.Journal.Count;
        bob.Type("/link alice");
        await alice.ExpectAsync<Linked>(since: mark);
    }

    [Fact]
    public async Task Join_HostWhoseRecordHoldsAnotherKey_IsShownAndKeepsTheRecord()
    {
        await using var alice = await TestPeer.StartAsync("alice");
        await using var bob = await TestPeer.StartAsync("bob");
        using var other = TestIdentities.New();
        await bob.Peers.StorePeerAsync(new() { PeerId = alice.Id, DisplayName = "alice", PublicKey = other.PublicKey.Jwk });

        bob.Type($"/join {await alice.InviteAsync()}");

        await bob.ExpectAsync<KeyChanged>();
        (await bob.Peers.GetPeerAsync(alice.Id))!.PublicKey.Should().Be(other.PublicKey.Jwk);
        bob.Get<LinkTable>().Count.Should().Be(0);
    }

    [Fact]
    public async Task Accept_NobodyShowedAnotherKey_SaysSo()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;

        alice.Type("/accept bob");

        await alice.ExpectAsync<Problem>();
    }

    [Fact]
    public async Task Block_Friend_StaysOutAndUnheardUntilUnblocked()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var carol = await TestPeer.StartAsync("carol");
        carol.Type($"/join {await alice.InviteAsync()}");
        await bob.ExpectAsync<Linked>(link => link.Id == carol.Id);

        alice.Type("/block bob");
        await alice.ExpectAsync<Notice>(notice => notice.Text.StartsWith("bob is blocked", StringComparison.Ordinal));
        var mark = alice.Journal.Count;
        await bob.ExpectAsync<Unlinked>(link => link.Id == alice.Id);
        bob.Type("/link alice");
        await bob.ExpectAsync<Problem>(problem => problem.Text == "alice does not answer.");
        bob.Type($"/join {await alice.InviteAsync()}");
        await bob.ExpectAsync<Problem>(problem => problem.Text.StartsWith("Refused", StringComparison.Ordinal));
        bob.Type("can you hear me");
        await carol.ExpectAsync<LineHeard>(line => line.From == bob.Id);
        carol.Type("that is all");
        await alice.ExpectAsync<LineHeard>(line => line.From == carol.Id);

        alice.Journal.All<LineHeard>(mark).Should().NotContain(line => line.From == bob.Id);
        alice.Journal.All<Linked>(mark).Should().NotContain(link => link.Id == bob.Id);
        (await alice.Peers.GetReconnectionCandidatesAsync()).Should().NotContain(candidate => candidate.Peer.PeerId == bob.Id);

        alice.Type("/unblock bob");
        await alice.ExpectAsync<Notice>(notice => notice.Text.StartsWith("bob is blocked no longer", StringComparison.Ordinal));
        bob.Type("/link alice");
        await alice.ExpectAsync<Linked>(link => link.Id == bob.Id, mark);
    }

    [Fact]
    public async Task Friends_FriendsAndStrangers_ListsFriendsAndPins()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await alice.Peers.IntroducePeersAsync([new() { PeerId = "somebody" }], bob.Id);

        alice.Type("/pin bob");
        await alice.ExpectAsync<Notice>(notice => notice.Text == "bob is pinned and stays.");
        alice.Type("/friends");

        (await alice.ExpectAsync<PeerList>()).Peers.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Name = "bob", Linked = true, Standing = Standing.Pinned });
    }
}
