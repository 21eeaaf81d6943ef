using System.Collections.Concurrent;
using System.Net;

namespace MeshChat;

/// <summary>
/// Calls to addresses that are but somebody's word: whoever says "I am there" could make us call a third party again and again.
/// So the one who brought a peer along answers for it, with a few calls that may stay unanswered.
/// </summary>
/// <remarks>An address at which we reached its peer ourselves is called as often as the library advises.</remarks>
internal sealed class Feelers(TimeProvider time)
{
    /// <summary>Unanswered calls on behalf of one sponsor, in six hours.</summary>
    public const int PerSponsor = 4;

    private readonly Quota _unanswered = new(PerSponsor, TimeSpan.FromHours(6), time);
    private readonly ConcurrentDictionary<string, string> _sponsorsOfCalled = new();

    /// <summary>Whether this address of the peer may be called now. If so, it has to be.</summary>
    public bool TryCall(PeerData peer, IPEndPoint address)
    {
        if (Acquaintance.IsProven(peer, address))
            return true;
        var sponsor = Acquaintance.SponsorOf(peer);
        if (!_unanswered.TryTake(sponsor))
            return false;
        _sponsorsOfCalled[peer.PeerId] = sponsor;
        return true;
    }

    /// <summary>The holder of the peer's key answered at the address: nobody else was bothered.</summary>
    public void Answered(string peerId)
    {
        if (_sponsorsOfCalled.TryRemove(peerId, out var sponsor))
            _unanswered.GiveBack(sponsor);
    }

    /// <summary>Nobody answered; the call stays with its sponsor.</summary>
    public void Ended(string peerId) => _sponsorsOfCalled.TryRemove(peerId, out _);

    /// <summary>Whether a call on behalf of the peer's sponsor is under way: it may give its place back.</summary>
    public bool AwaitsAnswer(PeerData peer) => _sponsorsOfCalled.Values.Contains(Acquaintance.SponsorOf(peer));

    /// <summary>The user asks for this peer.</summary>
    public void Forgive(PeerData peer) => _unanswered.Renew(Acquaintance.SponsorOf(peer));

    /// <summary>Whether any of the peer's addresses may be called now.</summary>
    public bool MayCall(PeerData peer) =>
        Acquaintance.AddressesOf(peer).Any(address => Acquaintance.IsProven(peer, address))
            || _unanswered.LeftFor(Acquaintance.SponsorOf(peer)) > 0;
}
