using System.Collections.Concurrent;

namespace MeshChat;

/// <summary>Peers that one of the two does not want to be linked with for now; they are not called.</summary>
internal sealed class Partings(LinkTable links, Func<ConnectionKeeper> keeper, ITerminal terminal)
{
    private readonly ConcurrentDictionary<string, bool> _parted = new();

    /// <summary>From now on; a link that stands is no longer the keeper's.</summary>
    public Task AddAsync(string peerId, CancellationToken cancellationToken = default)
    {
        _parted[peerId] = true;
        return keeper().DisconnectAsync(peerId, cancellationToken);
    }

    /// <summary>Ends the link to a peer, and calls it no more; ends when no link stands.</summary>
    public async Task PartAsync(string peerId, CancellationToken cancellationToken)
    {
        await AddAsync(peerId, cancellationToken);
        if (links.Find(peerId) is { } link)
        {
            link.Close(new Goodbye(Leaving: false));
            await link.Running.WaitAsync(cancellationToken);
        }
    }

    public void Remove(string peerId) => _parted.TryRemove(peerId, out _);

    /// <summary>A peer gave a sign of life: it is worth a call, however often it was called in vain.</summary>
    public async Task CallUnlessPartedAsync(string peerId)
    {
        if (_parted.ContainsKey(peerId) || links.Count >= Connector.WantedLinks)
            return;
        try
        {
            await keeper().ConnectNowAsync(peerId);
        }
        catch (PeerPersistenceException e)
        {
            terminal.Show(new Problem(e.Message));
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            // The chat ends.
        }
    }
}
