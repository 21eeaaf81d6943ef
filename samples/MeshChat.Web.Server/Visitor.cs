using System.Net.WebSockets;

namespace MeshChat.Server;

/// <summary>A page that stands at a door.</summary>
internal sealed class Visitor(WebSocket socket)
{
    private const int LongestFrame = 32 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _telling = new(1, 1);

    // Calls are few: whoever says more keeps others busy.
    private readonly Quota _frames = new(100, TimeSpan.FromSeconds(10), TimeProvider.System);

    /// <summary>What it has to sign to stand at a door.</summary>
    public string Challenge { get; } = DoorKey.NewChallenge();

    /// <returns><c>null</c>: it has gone, or says too much.</returns>
    public async Task<byte[]?> HearAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestFrame];
        for (var length = 0; length < buffer.Length;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.EndOfMessage)
                return _frames.TryTake("") ? buffer[..length] : null;
        }

        return null;
    }

    /// <summary>Tells it something. Who does not listen is cut off, and costs the teller nothing.</summary>
    public async Task TellAsync(byte[] frame, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await _telling.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
        finally
        {
            _telling.Release();
        }
    }
}
