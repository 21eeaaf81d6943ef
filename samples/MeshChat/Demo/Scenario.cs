using System.Net;

namespace MeshChat;

/// <summary>The story of the demo. Each step ends when the peers themselves have reported that it happened.</summary>
internal sealed class Scenario
{
    /// <summary>How long a peer stays away, so that the others miss it and try.</summary>
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(2);

    private const int MostQuestions = 200;

    private readonly Cast _cast;
    private readonly LineCount _lines;
    private readonly Reunions _reunions;
    private readonly Action<string> _tell;
    private readonly DemoPeer _alice, _bob, _carol, _dave, _eve;
    private readonly Dictionary<DemoPeer, string> _fates = [];

    public Scenario(Cast cast, Action<string> tell)
    {
        (_cast, _tell) = (cast, tell);
        (_lines, _reunions) = (new(cast), new(cast));

        // Room for five only, so that upkeep is due soon.
        _alice = cast.Add("alice", "--max-peers", "5");
        (_bob, _carol, _dave, _eve) = (cast.Add("bob"), cast.Add("carol"), cast.Add("dave"), cast.Add("eve"));
    }

    /// <exception cref="DemoFailure">Something did not happen.</exception>
    public async Task<IReadOnlyList<ResultRow>> PlayAsync()
    {
        await MeetAsync();
        await KillAndRestartAsync();
        await MoveAsync();
        await LeaveForGoodAsync();
        await RouteAsync();
        await CheckMemoryAsync();
        await Task.Delay(Absence, TimeProvider.System);
        _reunions.Miss(_eve, _cast.Present);
        _lines.Audit();
        var rows = _cast.All.Select(peer => new ResultRow(
            peer.Name, _fates.GetValueOrDefault(peer, "stayed"), [.. _reunions.Of(peer)], _lines.DueTo(peer))).ToList();
        foreach (var peer in _cast.Present.ToList())
            await _cast.QuitAsync(peer);
        return rows;
    }

    private async Task MeetAsync()
    {
        await OldAcquaintance.RememberAsync(_alice.Folder, "zoe");
        await _cast.StartAsync(_alice, _bob, _carol, _dave, _eve);
        _tell("alice, bob, carol, dave and eve are up: five processes, five strangers");
        await InviteAsync(_alice, _bob);
        await InviteAsync(_alice, _carol);
        await InviteAsync(_bob, _dave);
        await InviteAsync(_carol, _eve);
        await _cast.WholeMeshAsync();
        _tell("four invitations and friends' introductions linked all with all");
        await _lines.EveryoneSpeaksAsync("says hello");
        _tell("everyone said three lines; everyone heard all of the others'");
    }

    private async Task InviteAsync(DemoPeer host, DemoPeer guest)
    {
        var mark = host.Journal.Count;
        host.Type("/invite");
        await _cast.ExpectAsync(host, "make an invitation", journal => journal.All<Invited>(mark).Count > 0);
        guest.Type($"/join {host.Journal.All<Invited>(mark)[0].Code}");
        await _cast.ExpectAsync(guest, $"join {host.Name}", _ => guest.Linked.Contains(host.Name));
    }

    private async Task KillAndRestartAsync()
    {
        _reunions.Watch("dave was killed");
        await _cast.KillAsync(_dave);
        await _cast.WholeMeshAsync();
        await _lines.EveryoneSpeaksAsync("misses dave");
        await DoubtAsync(_alice, _dave);
        _tell("dave was killed (SIGKILL); the others noticed, went on talking and hardly expect him");
        await Task.Delay(Absence, TimeProvider.System);
        await _cast.StartAsync(_dave);
        await _cast.WholeMeshAsync();
        _reunions.Collect(_dave, [_alice, _bob, _carol, _eve]);
        _fates[_dave] = "killed, started again";
        _tell("dave was started again and is back with all, from memory alone");
        await _lines.EveryoneSpeaksAsync("is glad");
    }

    /// <summary>
    /// Whoever has called a lost peer in vain does not think that it is there, and goes on thinking so whatever friends tell that have not
    /// noticed yet. That it was lost, and called in vain, is in its memory a moment after it has happened.
    /// </summary>
    private async Task DoubtAsync(DemoPeer peer, DemoPeer lost)
    {
        for (var asked = 0; await CandidateAsync(peer, lost) is { FailedAttempts: 0 }; asked++)
        {
            if (asked == MostQuestions)
                throw new DemoFailure($"{peer.Name} remembers no call in vain to {lost.Name}, who was killed.");
            await Task.Delay(MeshPace.Quick.Gossip / 4, TimeProvider.System);
        }

        await Task.Delay(MeshPace.Quick.Gossip, TimeProvider.System);
        if ((await CandidateAsync(peer, lost))?.Factors is { Online: > 0.5 and var online })
            throw new DemoFailure($"{peer.Name} thinks that {lost.Name}, who was killed, is online: {online:0.00}.");
    }

    private async Task<CandidateRow?> CandidateAsync(DemoPeer peer, DemoPeer other)
    {
        var mark = peer.Journal.Count;
        peer.Type("/candidates");
        await _cast.ExpectAsync(peer, "list candidates", journal => journal.All<CandidateList>(mark).Count > 0);
        return peer.Journal.All<CandidateList>(mark)[0].Candidates.FirstOrDefault(row => row.Id == other.Id);
    }

    private async Task MoveAsync()
    {
        var (before, others) = (_carol.Address, new[] { _alice, _bob, _dave, _eve });
        _reunions.Watch("carol moved");
        var marks = others.Select(peer => peer.Journal.Count).ToList();
        _carol.Type("/move");
        await _cast.ExpectAsync(_carol, "move", _ => _carol.Address != before);
        foreach (var (peer, mark) in others.Zip(marks))
        {
            await _cast.ExpectAsync(
                peer, "learn carol's new address", journal => journal.All<AddressChanged>(mark).Any(e => e.Address == _carol.Address));
            await _cast.ExpectAsync(
                peer, "come back to carol", journal => journal.All<Linked>(mark).Any(e => e.Name == "carol" && IsNew(e)));
        }

        await _cast.WholeMeshAsync();
        _reunions.Collect(_carol, others);
        _fates[_carol] = "moved to another port";
        _tell("carol moved to another port and said so; all found her there");
        await _lines.EveryoneSpeaksAsync("sees carol again");

        // Whoever called, did so at the new port.
        bool IsNew(Linked link) => !link.Dialled || link.Port == IPEndPoint.Parse(_carol.Address).Port;
    }

    private async Task LeaveForGoodAsync()
    {
        _reunions.Watch("eve left for good");
        await _cast.QuitAsync(_eve);
        await _cast.WholeMeshAsync();
        _fates[_eve] = "left for good";
        await _lines.EveryoneSpeaksAsync("talks without eve");
        _tell("eve left for good; those who stayed heard each other's every line");
    }

    private async Task RouteAsync()
    {
        var (aliceMark, daveMark) = (_alice.Journal.Count, _dave.Journal.Count);
        _alice.Type("/unlink dave");
        await _cast.ExpectAsync(_alice, "unlink dave", _ => !_alice.Linked.Contains("dave"));
        await _cast.ExpectAsync(_dave, "notice", _ => !_dave.Linked.Contains("alice"));
        _alice.Type("/peers");
        await _cast.ExpectAsync(_alice, "list its peers", journal => journal.All<PeerList>(aliceMark).Count > 0);
        _alice.Type("/msg dave between you and me");
        await _cast.ExpectAsync(
            _dave, "get alice's message", journal => journal.All<DirectHeard>(daveMark).Any(e => e.Text == "between you and me"));
        var via = _dave.Journal.All<DirectHeard>(daveMark)[0].Via;
        var best = _alice.Journal.All<PeerList>(aliceMark)[0].Peers.First(peer => peer.Linked).Name;
        if (via != best)
            throw new DemoFailure($"alice's message went through {via}, and {best} is the better friend.");
        await _lines.EveryoneSpeaksAsync("passes it on", linesEach: 1);
        _alice.Type("/link dave");
        await _cast.WholeMeshAsync();
        _tell($"alice unlinked dave; a sealed message took the best way, {via}");
    }

    private async Task CheckMemoryAsync()
    {
        await _cast.ExpectAsync(_alice, "forget zoe", journal => journal.All<CleanedUp>().Sum(e => e.Removed) == 1);
        _tell("upkeep made alice forget zoe, whom nobody had seen for 40 days");
        foreach (var peer in _cast.Present)
        {
            var mark = peer.Journal.Count;
            peer.Type("/peers");
            await _cast.ExpectAsync(peer, "list its peers", journal => journal.All<PeerList>(mark).Count > 0);
            var rows = peer.Journal.All<PeerList>(mark)[0].Peers;
            foreach (var other in _cast.All.Where(other => other != peer))
            {
                if (!rows.Any(row => row.Id == other.Id && row.LatencyMilliseconds is not null && row.Secret == SecretStatus.Available))
                    throw new DemoFailure($"{peer.Name} does not remember {other.Name} as it should: with its secret and its latency.");
            }
        }

        _tell("each remembers the other four, with quality and secret, eve too");
    }
}
