namespace PeerPersistence;

/// <content>How connections come and go.</content>
public sealed partial class ConnectionKeeper
{
    /// <summary>One try of a round. What it throws is the try's end, and the round's to record.</summary>
    private async Task<QualityMeasurement?> DialAsync(
        PeerData peer, bool takesOver, RoundRecords records, CancellationToken cancellationToken)
    {
        if (_network.IsDown || _table.BeginDial(peer.PeerId, takesOver, out var former, cancellationToken) is not { } dial)
            throw NotNow();
        former?.Cancel();
        Changed();
        using var activity = Instruments.Activities.StartActivity(PeerPersistenceDiagnostics.ActivitySourceName + ".Connect");
        activity?.SetTag(PeerPersistenceDiagnostics.OutcomeTag, "failed");
        var call = CallAsync(peer, dial);
        try
        {
            await ((Task)call).WaitAsync(dial.Token).ConfigureAwait(false);
            var connection = await call.ConfigureAwait(false);
            if (HasEnded(connection))
                throw new IOException("The connection must stand (had ended).");
            if (_table.Arrive(dial, connection) is not { } arrival)
                throw NotNow();
            records.Arrived(arrival.Kept);
            Take(arrival);
            activity?.SetTag(PeerPersistenceDiagnostics.OutcomeTag, "connected");
            return arrival.Kept.Measurement ?? new();
        }
        catch (Exception e)
        {
            _ = CloseLateAsync(peer.PeerId, call);
            // A try that was given up, or was overtaken by the peer's own call, counts for nobody.
            if (e is not NotNowException && !dial.IsWithdrawn && _table.Find(peer.PeerId) is null)
                throw;
            activity?.SetTag(PeerPersistenceDiagnostics.OutcomeTag, "stopped");
            throw NotNow();
        }
        finally
        {
            if (_table.EndDial(dial) is { } inbound)
                RecordCall(inbound);
            Changed();
        }
    }

    /// <summary>No backoff tells when the peer is to be tried again.</summary>
    private NotNowException NotNow()
    {
        _wasNotNow = true;
        return new();
    }

    private async Task<IPeerConnection> CallAsync(PeerData peer, Dial dial)
    {
        try
        {
            return await _connector.ConnectAsync(peer, dial.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("A connector must return a connection (was null).");
        }
        finally
        {
            dial.Release();
        }
    }

    /// <summary>One that cannot tell its end counts as ended.</summary>
    private static bool HasEnded(IPeerConnection connection)
    {
        try
        {
            return connection.Ended is not { IsCompleted: false };
        }
        catch (Exception)
        {
            return true;
        }
    }

    /// <summary>Unless the application has handed it in itself.</summary>
    private async Task CloseLateAsync(string peerId, Task<IPeerConnection> call)
    {
        try
        {
            await Task.WhenAny(call).ConfigureAwait(false); // What it threw is known: it is not thrown once more.
            if (call is { IsCompletedSuccessfully: true, Result: var late } && _table.Find(peerId)?.Connection != late)
                await late.DisposeAsync().ConfigureAwait(false);
            _ = call.Exception;
        }
        catch (Exception)
        {
            // The try has ended, and so has its connection.
        }
    }

    /// <returns>Whether the new connection stays.</returns>
    private bool Take(Arrival arrival)
    {
        if (arrival.Loser is { } loser)
            _ = CloseAsync(loser);
        if (arrival.Lost is { } lost)
            RecordEnd(lost, Departure.Network);
        if (arrival.MustRecord)
            RecordCall(arrival.Kept);
        if (!arrival.Stays)
            return false;
        if (arrival.Loser is null)
            Instruments.KeptConnections.Add(1);
        _ = FollowAsync(arrival.Kept);
        Changed();
        if (!_stop.IsCancellationRequested)
            return true;
        _ = EndAsync(arrival.Kept, Departure.Local); // The stop may have closed all that stood a moment before.
        return false;
    }

    private async Task FollowAsync(KeptConnection kept)
    {
        var departure = Departure.Network;
        try
        {
            departure = await kept.Connection.Ended.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The documented meaning of a task that failed.
        }

        await EndAsync(kept, departure).ConfigureAwait(false);
    }

    private async Task EndAsync(KeptConnection kept, Departure departure)
    {
        if (!_table.End(kept, departure))
            return;
        Instruments.KeptConnections.Add(-1);
        if (departure != Departure.Local)
            Instruments.KeeperLosses.Add(1);
        RecordEnd(kept, departure);
        Changed();
        Wake();
        await CloseAsync(kept.Connection).ConfigureAwait(false);
    }

    private void RecordCall(KeptConnection kept)
    {
        Record(
            kept.PeerId, OutcomeKind.Connected, () => _peers.RecordConnectedAsync(kept.PeerId, kept.Measurement, kept.IsInbound),
            kept.IsInbound);
        kept.SetRecorded();
    }

    private void RecordEnd(KeptConnection kept, Departure departure)
    {
        if (kept.TakeRecording())
            RecordCall(kept); // It ended before the try of ours beside it.
        var uptime = _time.GetElapsedTime(kept.Began);
        uptime = uptime < TimeSpan.Zero ? TimeSpan.Zero : uptime;
        Record(kept.PeerId, OutcomeKind.Ended, async () =>
        {
            await kept.Recorded.ConfigureAwait(false);
            await _peers.RecordDisconnectedAsync(kept.PeerId, uptime, departure).ConfigureAwait(false);
        }, kept.IsInbound);
    }

    private void Record(string peerId, OutcomeKind kind, Func<Task> record, bool isInbound = false) =>
        _outcomes.Add(new(peerId, kind, record, isInbound));

    private async Task CloseAsync(IPeerConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _logger.KeeperCloseFailed(e.GetType().Name);
        }
    }

    private async Task CloseAsync()
    {
        _stop.Cancel();
        KeeperPulse.Of(_time).Remove(this);
        _network.Changed -= Refresh;
        Listen(false);
        using var late = new CancellationTokenSource();
        var deadline = Task.Delay(_options.StopTimeout, _time, late.Token);
        await Task.WhenAny(_running ?? Task.CompletedTask, deadline).ConfigureAwait(false);
        var closing = Task.WhenAll(_table.All.Select(kept => EndAsync(kept, Departure.Local)));
        await Task.WhenAny(closing, deadline).ConfigureAwait(false);
        await Task.WhenAny(_outcomes.RecordAsync(), deadline).ConfigureAwait(false);
        late.Cancel();
        if (Keepers.TryGetValue(_peers, out var keeper) && keeper == this)
            Keepers.Remove(_peers);
        Close();
    }
}
