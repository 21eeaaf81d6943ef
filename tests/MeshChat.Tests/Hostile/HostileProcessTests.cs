namespace MeshChat.Tests.Hostile;

/// <summary>Real processes, and a hostile neighbour on a real socket.</summary>
public sealed class HostileProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshchat-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Neighbour_ThatSaysBadFramesAndMakesUpCards_TheOthersGoOn()
    {
        using var victim = new Victim();
        using var cast = new Cast(_folder, CancellationToken.None);
        var (alice, bob) = (cast.Add("alice"), cast.Add("bob"));
        await cast.StartAsync(alice, bob);
        bob.Type($"/join {await InviteAsync(cast, alice)}");
        await cast.WholeMeshAsync();

        // A frame that ends the link, once for each kind; then cards, on a link that stays.
        foreach (var frame in new[] { """{"type":"presence","linked":["\u0001"]}""", """{"type":"introduction","cards":[{}]}""", "\u0001" })
        {
            await using var rude = await Mallory.JoinAsync(await InviteAsync(cast, alice));
            await rude.SayAsync(frame);
            await rude.ExpectEndAsync();
        }

        await using (var mallory = await Mallory.JoinAsync(await InviteAsync(cast, alice)))
        {
            foreach (var introduction in MadeUpCards.FramesAt(victim.Address, 500))
                await mallory.SayAsync(introduction);
            await mallory.SayLineAsync("that is all");
            await ExpectHeardAsync(cast, alice, "that is all");
        }

        await cast.WholeMeshAsync();
        alice.Type("still here");
        bob.Type("me too");
        await ExpectHeardAsync(cast, bob, "still here");
        await ExpectHeardAsync(cast, alice, "me too");
        victim.Calls.Should().BeLessThanOrEqualTo(2 * Feelers.PerSponsor);
        await cast.QuitAsync(alice);
        await cast.QuitAsync(bob);
    }

    private static Task ExpectHeardAsync(Cast cast, DemoPeer peer, string text) =>
        cast.ExpectAsync(peer, "hear a line", journal => journal.All<LineHeard>().Any(line => line.Text == text));

    private static async Task<string> InviteAsync(Cast cast, DemoPeer host)
    {
        var mark = host.Journal.Count;
        host.Type("/invite");
        await cast.ExpectAsync(host, "make an invitation", journal => journal.All<Invited>(mark).Count > 0);
        return host.Journal.All<Invited>(mark)[0].Code;
    }
}
