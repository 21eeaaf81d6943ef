namespace PeerPersistence.Tests;

/// <summary>One call of the connect callback, answered by the test.</summary>
internal sealed class FakeTry
{
    private readonly TaskCompletionSource<bool> _answer = new();

    public FakeTry(PeerData peer, bool ignoresToken, CancellationToken token)
    {
        (PeerId, Token) = (peer.PeerId, token);
        if (!ignoresToken)
            token.Register(() => _answer.TrySetCanceled(token));
    }

    public string PeerId { get; }

    public CancellationToken Token { get; }

    public Task<bool> Answer => _answer.Task;

    public void Succeeds() => _answer.TrySetResult(true);

    public void Fails() => _answer.TrySetResult(false);

    public void Throws(Exception exception) => _answer.TrySetException(exception);
}
