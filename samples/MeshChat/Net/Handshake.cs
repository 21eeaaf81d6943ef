namespace MeshChat;

/// <summary>The first two messages on a channel. Each card has to carry the very key that the channel proved.</summary>
internal static class Handshake
{
    /// <summary>The caller's part.</summary>
    /// <exception cref="ProtocolException">The other side refused, with its reason, or made no sense.</exception>
    public static async Task<Welcome> GreetAsync(SecureChannel channel, Hello hello, CancellationToken cancellationToken)
    {
        await channel.SendAsync(hello, cancellationToken);
        return await channel.ReceiveAsync(WireLimits.Greeting, cancellationToken) switch
        {
            Welcome welcome when welcome.Card.Id == channel.RemoteKey.Id => welcome,
            Refusal refusal => throw new ProtocolException(refusal.Reason),
            _ => throw new ProtocolException("The answer is no welcome."),
        };
    }

    /// <summary>The first half of the part of the one who was called; the answer depends on who calls.</summary>
    /// <exception cref="ProtocolException">The caller shows a card of someone else, or made no sense.</exception>
    public static async Task<Hello> HearAsync(SecureChannel channel, CancellationToken cancellationToken) =>
        await channel.ReceiveAsync(WireLimits.Greeting, cancellationToken) is Hello hello && hello.Card.Id == channel.RemoteKey.Id
            ? hello : throw new ProtocolException("The first word is no hello of the caller's own.");
}
