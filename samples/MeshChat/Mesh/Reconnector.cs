namespace MeshChat;

/// <summary>
/// Brings this peer back to those it knows: at the start, when a link breaks, when a friend tells news, and now and then.
/// </summary>
internal sealed class Reconnector(
    IPeerPersistenceService peers, Caller caller, Feelers feelers, LinkTable links, Partings partings, Absences absences, Wakeup wakeup,
    MeshPace pace, TimeProvider time, ITerminal terminal)
{
    private const int WantedLinks = 16;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RoundAsync(background: false, new() { ExcludePeerIds = [.. links.PeerIds, .. partings.PeerIds] }, cancellationToken);
        while (true)
        {
            var alive = await wakeup.WaitAsync(pace.Reconnect, cancellationToken);

            // So that two peers that lost each other do not call in the same instant.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 200)), time, cancellationToken);
            await CallAsync([.. alive.Except(links.PeerIds).Except(partings.PeerIds)], cancellationToken);
            await RoundAsync(background: true, new() { ExcludePeerIds = [.. links.PeerIds, .. partings.PeerIds] }, cancellationToken);
        }
    }

    /// <summary>Calls these peers now, whether their turn has come or not.</summary>
    public async Task CallAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken)
    {
        if (peerIds.Count > 0)
            await RoundAsync(background: false, new() { OnlyPeerIds = peerIds, ExcludePeerIds = [.. links.PeerIds] }, cancellationToken);
    }

    private async Task RoundAsync(bool background, ReconnectionQuery query, CancellationToken cancellationToken)
    {
        if (links.Count >= WantedLinks)
            return;
        try
        {
            var notNow = await feelers.NotNowAsync(cancellationToken);
            var options = new ReconnectOptions
            {
                TargetConnections = WantedLinks - links.Count,
                MaxParallelism = 4,
                AttemptTimeout = pace.Call,
                Background = background,
                Query = query with { Limit = 2 * WantedLinks, ExcludePeerIds = [.. query.ExcludePeerIds, .. notNow] },
            };
            await peers.ReconnectAsync(caller.CallAsync, options, new Progress(absences, terminal), cancellationToken);
        }
        catch (PeerPersistenceException e)
        {
            terminal.Show(new Problem(e.Message));
        }
    }

    /// <summary>Counts tries, step by step; <see cref="Progress{T}"/> would report them later and in any order.</summary>
    private sealed class Progress(Absences absences, ITerminal terminal) : IProgress<ReconnectionProgress>
    {
        public void Report(ReconnectionProgress value)
        {
            if (value.Step == ReconnectionStep.Trying)
                absences.Try(value.PeerId);
            if (value.Step != ReconnectionStep.Failed)
                return;
            absences.Fail(value.PeerId);
            terminal.Show(new TryFailed(value.PeerId, absences.Of(value.PeerId).Tries));
        }
    }
}
