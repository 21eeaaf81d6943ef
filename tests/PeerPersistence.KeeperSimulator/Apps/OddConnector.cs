namespace PeerPersistence.KeeperSimulator;

/// <summary>The calls of an app whose connector is wrong.</summary>
internal sealed class OddConnector(Network network, Machine machine, KeeperApp app, Ledger ledger, IPeerPersistenceService service)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1), Moment = TimeSpan.FromSeconds(1);

    /// <returns><c>null</c>: it goes on as any other.</returns>
    public async Task<IPeerConnection?> ConnectAsync(Trying dial, CancellationToken cancellationToken)
    {
        switch (app.Oddity)
        {
            case Oddity.Throws:
                throw new IOException("It throws.");
            case Oddity.NotNow:
                throw new NotNowException();
            case Oddity.Hangs:
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                return null;
            case Oddity.IgnoresItsToken:
                return await LateAsync(dial, cancellationToken).ConfigureAwait(false);
            case Oddity.IsDead:
                var dead = new LinkEnd(machine, dial.PeerId);
                dead.End(Departure.Network);
                ledger.DialFailed(dial, isCancelled: false);
                return dead;
            case Oddity.CallsBack:
                _ = app.Keeper.State;
                await app.Keeper.DisconnectAsync("nobody", CancellationToken.None).ConfigureAwait(false);
                await service.UpdatePeerAsync(dial.PeerId, peer => peer with { DisplayName = "Called back" }, cancellationToken)
                    .ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    private async Task<IPeerConnection> LateAsync(Trying dial, CancellationToken cancellationToken)
    {
        var end = new LinkEnd(machine, dial.PeerId);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        AnswerAfter(Late, answer);
        using (cancellationToken.UnsafeRegister(_ => ledger.DialFailed(dial, isCancelled: true), null))
            await answer.Task.ConfigureAwait(false);
        network.World.After(Moment, () =>
        {
            if (end.IsOpen && machine.App == app && !app.Clock.IsAsleep)
                network.World.Violate("A connection that comes too late is closed", $"{machine.Id} keeps one to {dial.PeerId}");
        });
        return end;
    }

    /// <summary>While its machine sleeps nothing happens in it.</summary>
    private void AnswerAfter(TimeSpan time, TaskCompletionSource answer) => network.World.After(time, () =>
    {
        if (app.Clock.IsAsleep)
            AnswerAfter(Moment, answer);
        else
            answer.SetResult();
    });
}
