namespace MeshChat.Tests.Mesh;

public sealed class JoiningTests
{
    [Fact]
    public async Task Join_Strangers_RememberEachOthersKeyAddressAndTheSameSecret()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;

        // The keeper records the connection, once the link stands.
        var bobAtAlice = await alice.ExpectRecordAsync(bob.Id, peer => peer.ConnectionQuality.TotalConnections > 0);
        var aliceAtBob = await bob.ExpectRecordAsync(alice.Id, peer => peer.ConnectionQuality.TotalConnections > 0);

        bobAtAlice.PublicKey.Should().Be(bob.Get<PeerIdentity>().PublicKey.Jwk);
        aliceAtBob.SharedSecret.Should().NotBeNull().And.Be(bobAtAlice.SharedSecret);
        ListenAddress.Of(aliceAtBob.CachedCandidates.Single())!.ToString().Should().Be(alice.Get<OwnCard>().Current.Addresses[0]);
        aliceAtBob.Should().BeEquivalentTo(new { DisplayName = "alice", LastKnownIP = "127.0.0.1", SecretStatus = SecretStatus.Available });
        aliceAtBob.ConnectionQuality.TotalConnections.Should().Be(1);
        bobAtAlice.ConnectionQuality.TotalConnections.Should().Be(1);
    }

    [Fact]
    public async Task Join_InvitationUsedTwice_IsRefused()
    {
        await using var alice = await TestPeer.StartAsync("alice");
        await using var bob = await TestPeer.StartAsync("bob");
        await using var mallory = await TestPeer.StartAsync("mallory");
        var code = await alice.InviteAsync();
        bob.Type($"/join {code}");
        await bob.ExpectAsync<Linked>();

        mallory.Type($"/join {code}");

        (await mallory.ExpectAsync<Problem>()).Text.Should().StartWith("Refused");
        (await alice.Peers.GetPeerAsync(mallory.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Call_StrangerWithoutInvitation_IsRefused()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        bob.Type("/unlink alice");
        await alice.ExpectAsync<Unlinked>();
        await alice.Peers.RemovePeerAsync(bob.Id);

        bob.Type("/link alice");

        (await bob.ExpectAsync<Problem>()).Text.Should().Be("alice does not answer.");
        (await alice.Peers.GetPeerAsync(bob.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Call_FriendWhoseRecordHoldsAnotherKey_IsRefused()
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        using var mallory = TestIdentities.New();
        bob.Type("/unlink alice");
        await alice.ExpectAsync<Unlinked>();
        await alice.Peers.UpdatePeerAsync(bob.Id, peer => peer with { PublicKey = mallory.PublicKey.Jwk });

        bob.Type("/link alice");

        (await bob.ExpectAsync<Problem>()).Text.Should().Be("alice does not answer.");
    }

    [Theory]
    [InlineData("/join nonsense")]
    [InlineData("/msg nobody hello")]
    [InlineData("/msg")]
    [InlineData("/move x")]
    [InlineData("/nonsense")]
    public async Task Command_ThatMakesNoSense_SaysWhy(string command)
    {
        await using var alice = await TestPeer.StartAsync("alice");

        alice.Type(command);

        await alice.ExpectAsync<Problem>();
    }
}
