using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace MeshChat;

/// <summary>A connection to a peer that has proved who it is: messages out through a queue, messages in one by one.</summary>
internal sealed class PeerLink(SecureChannel channel, PeerCard card, Guid session, bool dialled)
{
    /// <summary>How long the end of a link may take: what is queued goes out, and the other side hangs up as well.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);

    private readonly Channel<WireMessage> _outbox = Channel.CreateBounded<WireMessage>(WireLimits.Outbox);
    private readonly CancellationTokenSource _cut = new();
    private int _pings;
    private long _lastHeard = Stopwatch.GetTimestamp();

    public string PeerId => Card.Id;

    public string Name => Card.Name;

    /// <summary>The peer's latest word on itself.</summary>
    public PeerCard Card { get; set; } = card;

    /// <summary>Tells one run of the peer's program from the next.</summary>
    public Guid Session => session;

    /// <summary>Whether we called; else the peer did.</summary>
    public bool Dialled => dialled;

    /// <summary>Whom the peer said to be linked with, in its last round of gossip; <c>null</c>: it has told nothing yet.</summary>
    public IReadOnlyList<string>? Neighbours { get; set; }

    /// <summary>Ends when the link has ended and all parts know.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the peer is gone: this link has ended, and none took its place.</summary>
    public TaskCompletionSource<Departure> Gone { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The peer's last words, once said.</summary>
    public Goodbye? Goodbye { get; private set; }

    /// <summary>The other side ended the link, with or without a word: its program has.</summary>
    public bool EndedThere { get; private set; }

    /// <summary>We close the link, or closed it.</summary>
    public bool ClosedHere { get; private set; }

    public TimeSpan Silence => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    /// <summary>The address at which we reached the peer; <c>null</c> where it called us, from a port that nobody can call.</summary>
    public IPEndPoint? ReachedAt => dialled ? channel.RemoteAddress : null;

    public int RemotePort => channel.RemoteAddress.Port;

    /// <summary>Asks for a sign of life. The ping carries the instant at which it left.</summary>
    public void Ping()
    {
        Interlocked.Increment(ref _pings);
        Send(new Ping(Stopwatch.GetTimestamp()));
    }

    /// <summary>Whether a pong answers a ping; one that nobody asked for says nothing.</summary>
    public bool TakePong()
    {
        if (Interlocked.Decrement(ref _pings) >= 0)
            return true;
        Interlocked.Increment(ref _pings);
        return false;
    }

    /// <summary>Queues a message. A peer that lets its queue run full is cut off.</summary>
    public void Send(WireMessage message)
    {
        if (!_outbox.Writer.TryWrite(message) && !ClosedHere)
            Cut();
    }

    /// <summary>Says what is queued, then ends the link.</summary>
    public void Close(Goodbye? goodbye = null)
    {
        ClosedHere = true;
        if (goodbye is not null)
            _outbox.Writer.TryWrite(goodbye);
        _outbox.Writer.TryComplete();
        _cut.CancelAfter(ClosingTime);
    }

    /// <summary>Ends the link at once.</summary>
    public void Cut() => _cut.Cancel();

    /// <summary>Carries messages until one side ends the link.</summary>
    public async Task RunAsync(Func<WireMessage, Task> receive)
    {
        await using (channel)
        {
            var writing = WriteAsync();
            try
            {
                await ReadAsync(receive);
                EndedThere = true;
            }
            catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                EndedThere = true;
            }
            finally
            {
                _outbox.Writer.TryComplete();
                _cut.CancelAfter(ClosingTime);
                await writing;
            }
        }
    }

    private async Task ReadAsync(Func<WireMessage, Task> receive)
    {
        while (await channel.ReceiveAsync(WireLimits.Frame, _cut.Token) is { } message)
        {
            Interlocked.Exchange(ref _lastHeard, Stopwatch.GetTimestamp());
            if (message is Goodbye goodbye)
                Goodbye = goodbye;
            else
                await receive(message);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(_cut.Token))
                await channel.SendAsync(message, _cut.Token);
            await channel.EndSendingAsync().WaitAsync(_cut.Token);
            _cut.CancelAfter(ClosingTime);
        }
        catch (Exception e) when (LinkFailure.Is(e))
        {
            // Reading meets the same end, and who ended the link: it has a moment for that.
            _cut.CancelAfter(ClosingTime);
        }
    }
}
