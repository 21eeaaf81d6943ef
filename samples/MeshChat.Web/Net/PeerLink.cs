using System.Text.Json;
using System.Threading.Channels;

namespace MeshChat;

/// <summary>A link to a peer: a data channel, one of its two ends.</summary>
/// <param name="number">The channel's, as the script counts.</param>
/// <param name="description">Our end of it, for the other side.</param>
/// <param name="channels">Where it is.</param>
internal sealed class PeerLink(int number, string description, DataChannels channels) : IPeerConnection
{
    private readonly Channel<string> _inbox = Channel.CreateBounded<string>(WireLimits.Outbox);
    private readonly TaskCompletionSource<LinkPath> _opened = new();
    private readonly TaskCompletionSource<Departure> _ended = new();
    private bool _isClosedHere;

    public int Number => number;

    public string Description => description;

    /// <summary>Who is at the other end.</summary>
    public PeerCard Peer { get; set; } = PeerCard.Nobody;

    /// <summary>Whom the peer said to be linked with.</summary>
    public IReadOnlyList<string> Neighbours { get; set; } = [];

    /// <summary>How long an answer takes; <c>null</c>: not measured yet.</summary>
    public TimeSpan? Latency { get; set; }

    /// <summary>How often it was measured.</summary>
    public int Measurements { get; set; }

    public Task<LinkPath> Opened => _opened.Task;

    public Task<Departure> Ended => _ended.Task;

    public QualityMeasurement? Measurement => _opened.Task is { IsCompletedSuccessfully: true } opened ? opened.Result.Measurement : null;

    public void Send(WireMessage message) => channels.Send(this, JsonSerializer.Serialize(message, WireJson.Default.WireMessage));

    public ValueTask DisposeAsync()
    {
        _isClosedHere = true;
        channels.Close(this);
        return default;
    }

    /// <summary>Gives every message to a receiver, one after the other. Who does not keep to the protocol is cut off.</summary>
    public async Task RunAsync(Func<WireMessage, Task> receive)
    {
        await foreach (var text in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                if (JsonSerializer.Deserialize(text, WireJson.Default.WireMessage) is { } message && message.IsSound())
                    await receive(message);
                else
                    channels.Cut(this);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A message costs nobody but its sender.
                channels.Cut(this);
            }
        }
    }

    internal void Open(LinkPath path) => _opened.TrySetResult(path);

    /// <summary>A peer that says more than can be heard is cut off.</summary>
    internal void Receive(string text)
    {
        if (!_inbox.Writer.TryWrite(text))
            channels.Cut(this);
    }

    internal void End(bool endedThere)
    {
        _inbox.Writer.TryComplete();
        _opened.TrySetException(new ProtocolException("The channel ended before it was open."));
        _ended.TrySetResult(_isClosedHere ? Departure.Local : endedThere ? Departure.Remote : Departure.Network);
    }
}
