namespace PeerPersistence;

/// <summary>A try that is under way.</summary>
internal sealed class Dial
{
    private readonly CancellationTokenSource _source;

    public Dial(string peerId, CancellationToken cancellationToken)
    {
        PeerId = peerId;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _source.Token;
    }

    public string PeerId { get; }

    public CancellationToken Token { get; }

    /// <summary>Another try takes its place: it counts for nobody.</summary>
    public bool IsWithdrawn { get; set; }

    public void Cancel() => _source.CancelQuietly();

    /// <summary>The connector has ended: its token never fires after that, since what it built may go on using it.</summary>
    public void Release() => _source.Dispose();
}
