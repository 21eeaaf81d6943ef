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
        victim.Calls.Should().BeLessThanOrEqualTo(8);
    }

    /// <summary>All that was said is heard, and then each goes through all whom it knows, several times.</summary>
    private static async Task CallEverybodyAsync(Mallory mallory, params TestPeer[] peers)
    {
        await mallory.SayLineAsync("that is all");
        foreach (var peer in peers)
        {
            await peer.ExpectAsync<LineHeard>(line => line.Text == "that is all");
            for (var round = 0; round < 3; round++)
                await peer.Get<Reconnector>().CallAsync([.. await peer.Peers.GetAllPeerIdsAsync()], CancellationToken.None);
        }
    }
}
