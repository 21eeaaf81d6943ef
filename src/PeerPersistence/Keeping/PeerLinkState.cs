namespace PeerPersistence;

/// <summary>How things stand with a peer that is connected or being dialled.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Since">Since when the connection stands; <c>null</c> while the peer is being dialled.</param>
/// <param name="IsInbound">Whether the peer called us.</param>
public sealed record PeerLinkState(string PeerId, DateTimeOffset? Since, bool IsInbound)
{
    /// <summary>Whether the connection stands.</summary>
    public bool IsConnected => Since is not null;
}
