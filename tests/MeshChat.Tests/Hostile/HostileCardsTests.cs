using Xunit.Abstractions;

namespace MeshChat.Tests.Hostile;

public sealed class HostileCardsTests(ITestOutputHelper output)
{
    private const int Many = 1420;

    [Fact]
    public async Task Introduction_OfManyMadeUpPeers_HardlyAnybodyCallsTheirAddress()
    {
        using var victim = new Victim();
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var mallory = await Mallory.JoinAsync(await alice.InviteAsync());

        var frames = MadeUpCards.FramesAt(victim.Address, Many).ToList();
        foreach (var frame in frames)
            await mallory.SayAsync(frame);
        await CallEverybodyAsync(mallory, alice, bob);

        output.WriteLine($"{MadeUpCards.Bytes(frames.SelectMany(frame => frame.Cards)) / 1024} KiB, {victim.Calls} calls");
        victim.Calls.Should().BeLessThanOrEqualTo(Feelers.PerSponsor, "mallory answers for them, and hearsay goes no further");
        (await alice.Peers.QueryPeersAsync(new() { ExcludeBlacklisted = false })).Sum(peer => peer.ReconnectionAttempts)
            .Should().BeLessThanOrEqualTo(Feelers.PerSponsor, "who was not called is not blamed");
        (await bob.Peers.CountAsync()).Should().BeLessThanOrEqualTo(2, "alice tells of those alone whom she met");
        (await alice.Peers.QueryPeersAsync(new() { IsFriend = true })).Select(peer => peer.PeerId).Should().Contain(bob.Id);
    }

    [Fact]
    public async Task Card_OfAFriendThatMovesAgainAndAgain_HardlyAnybodyCallsItsAddress()
    {
        using var victim = new Victim();
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        List<PeerCard> cards;
        await using (var mallory = await Mallory.JoinAsync(await alice.InviteAsync()))
        {
            await bob.ExpectRecordAsync(mallory.Self.Id, _ => true);
            cards = [.. Enumerable.Range(1, 40).Select(second => mallory.Card(victim.Address, second))];
        }

        await alice.ExpectAsync<Unlinked>();
        await using var carol = await Mallory.JoinAsync(await alice.InviteAsync());
        foreach (var card in cards)
            await carol.SayAsync(new Introduction([card]));
        await CallEverybodyAsync(carol, alice, bob);

        victim.Calls.Should().BeLessThanOrEqualTo(2 * Feelers.PerSponsor);
    }

    [Fact]
    public async Task Strangers_ThatTheirIntroducerLetIn_AreCalledOnItsBehalf()
    {
        using var victim = new Victim();
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var mallory = await Mallory.JoinAsync(await alice.InviteAsync());
        var sybils = new List<PeerIdentity>();
        for (var i = 0; i < 10; i++)
            sybils.Add(TestIdentities.New());
        var now = TimeProvider.System.GetUtcNow();
        await mallory.SayAsync(new Introduction([.. sybils.Select(sybil => PeerCard.Issue(sybil, "sybil", [victim.Address], now))]));
        await mallory.SayLineAsync("here they come");
        await alice.ExpectAsync<LineHeard>(line => line.Text == "here they come");

        // Each calls in once and hangs up, so it was met; its address is but its word all the same.
        foreach (var sybil in sybils)
        {
            await using (await Mallory.CallAsync(alice.Get<OwnCard>().Current, sybil, victim.Address))
                await alice.ExpectAsync<Linked>(link => link.Id == sybil.Id);
            await alice.ExpectAsync<Unlinked>(link => link.Id == sybil.Id);
            sybil.Dispose();
        }

        await CallEverybodyAsync(mallory, alice, bob);

        output.WriteLine($"{victim.Calls} calls");
        victim.Calls.Should().BeLessThanOrEqualTo(2 * Feelers.PerSponsor, "alice has it from mallory, bob from alice");
    }

    /// <summary>All that was said is heard, and then each goes through all whom it knows, several times.</summary>
    private static async Task CallEverybodyAsync(Mallory mallory, params TestPeer[] peers)
    {
        await mallory.SayLineAsync("that is all");
        foreach (var peer in peers)
        {
            await peer.ExpectAsync<LineHeard>(line => line.Text == "that is all");
            for (var round = 0; round < 3; round++)
            {
                foreach (var peerId in await peer.Peers.GetAllPeerIdsAsync())
                    await peer.Get<ConnectionKeeper>().ConnectNowAsync(peerId);
            }
        }
    }
}
