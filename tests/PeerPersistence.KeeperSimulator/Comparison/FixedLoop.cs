namespace PeerPersistence.KeeperSimulator;

/// <summary>The loop that everybody writes: every 30 seconds, one after the other, in the order in which the peers were stored.</summary>
internal sealed class FixedLoop(Network network, Machine machine) : Rival(network, machine)
{
    protected override async Task RunAsync()
    {
        while (true)
        {
            foreach (var peerId in Known.ToList())
            {
                if (Connected >= Target)
                    break;
                if (!IsConnected(peerId))
                    await DialAsync(peerId).ConfigureAwait(false);
            }

            await WaitAsync(30).ConfigureAwait(false);
        }
    }
}
