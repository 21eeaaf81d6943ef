using System.Net;

namespace MeshChat;

/// <summary>This peer's own card, as it stands.</summary>
internal sealed class OwnCard(PeerIdentity identity, ChatOptions options, TimeProvider time)
{
    private PeerCard? _current;

    public PeerCard Current => _current ?? throw new InvalidOperationException("Nobody listens yet.");

    /// <summary>Issues a new card: the peer listens here now.</summary>
    public void Issue(IPEndPoint address)
    {
        // Later than the last one, even where the clock is not.
        var now = time.GetUtcNow();
        var instant = _current is { } last && last.IssuedAt >= now ? last.IssuedAt.AddTicks(1) : now;
        _current = PeerCard.Issue(identity, options.Name, [address.ToString()], instant);
    }
}
