using System.Collections.Concurrent;
using System.Net;

namespace MeshChat;

/// <summary>Calls peers.</summary>
internal sealed class Caller(
    PeerIdentity self, OwnCard card, SharedSecret secrets, Feelers feelers, Absences absences, LinkTable links, Mesh mesh)
{
    // Of two calls to one peer at once the other side could not tell which is the later.
    private readonly ConcurrentDictionary<string, Gate> _oneCallAPeer = new();

    /// <summary>
    /// Calls a peer that is remembered, at each of its addresses in turn. Only the owner of the remembered key is let in.
    /// </summary>
    /// <exception cref="NotNowException">None of its addresses may be called now: it is held against nobody.</exception>
    /// <exception cref="Exception">What went wrong at the last address.</exception>
    public async Task<bool> CallAsync(PeerData peer, CancellationToken cancellationToken)
    {
        if (PublicKey.Parse(peer.PublicKey)?.Id != peer.PeerId)
            return false;
        var addresses = new Queue<IPEndPoint>(Acquaintance.AddressesOf(peer));
        var (isCalled, isHeldBack) = (false, false);
        while (links.Find(peer.PeerId) is null && addresses.TryDequeue(out var address))
        {
            if (!feelers.TryCall(peer, address))
            {
                isHeldBack = true;
                continue;
            }

            if (!isCalled)
                absences.Try(peer.PeerId);
            isCalled = true;
            try
            {
                await CallAsync(address, peer.PeerId, peer.SharedSecret, invitation: null, cancellationToken);
            }
            catch (Exception e) when (LinkFailure.Is(e) && (addresses.Count > 0 || links.Find(peer.PeerId) is not null))
            {
                // There is another address; or the peer called us in the same instant, and that link stays.
            }
            finally
            {
                feelers.Ended(peer.PeerId);
            }
        }

        if (links.Find(peer.PeerId) is not null)
            return true;
        return isHeldBack && !isCalled ? throw new NotNowException() : false;
    }

    /// <summary>Calls whoever holds a key, unless a link to it stands.</summary>
    public async Task CallAsync(IPEndPoint address, string peerId, string? secret, string? invitation, CancellationToken cancellationToken)
    {
        using (await _oneCallAPeer.GetOrAdd(peerId, _ => new()).EnterAsync(cancellationToken))
        {
            if (links.Find(peerId) is null)
                await ConnectAsync(address, peerId, secret, invitation, cancellationToken);
        }
    }

    private async Task ConnectAsync(
        IPEndPoint address, string peerId, string? secret, string? invitation, CancellationToken cancellationToken)
    {
        var channel = await SecureChannel.ConnectAsync(address, self, peerId, cancellationToken);
        feelers.Answered(peerId);
        try
        {
            var hello = new Hello(card.Current, links.Session, invitation, SharedSecret.Mark(secret), secrets.HalfFor(peerId));
            var welcome = await Handshake.GreetAsync(channel, hello, cancellationToken);
            var newSecret = welcome.SecretHalf is { } half ? SharedSecret.Combine(hello.SecretHalf, half) : null;
            await mesh.AttachAsync(new(channel, welcome.Card, welcome.Session, dialled: true), newSecret, cancellationToken);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }
}
