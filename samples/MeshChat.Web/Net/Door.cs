using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace MeshChat;

/// <summary>
/// The server's only service: whoever stands at a peer's door hears what is said there. It is for those whom no friend can carry: a
/// stranger with an invitation, and who comes back alone.
/// </summary>
internal sealed class Door(NavigationManager navigation, LocalPeer self, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private TaskCompletionSource<ClientWebSocket> _open = new();

    /// <summary>Something for us was said.</summary>
    public event Action<Signal>? Heard;

    /// <summary>Nobody stands at the door of this peer.</summary>
    public event Action<string>? NobodyThere;

    /// <summary>Stands at our own door as long as the page is open.</summary>
    public async Task RunAsync()
    {
        var address = new UriBuilder(new Uri(new Uri(navigation.BaseUri), "door"));
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        while (true)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(address.Uri, CancellationToken.None);
                await ListenAsync(socket);
            }
            catch (Exception e) when (e is WebSocketException or JsonException or InvalidOperationException)
            {
                // There is no server, or no network: friends go on without.
            }

            if (_open.Task.IsCompleted)
                _open = new();
            await Task.Delay(Pause, time);
        }
    }

    /// <summary>Says something at the door of the peer that it is for.</summary>
    public async Task SayAsync(Signal signal, CancellationToken cancellationToken) => await SendAsync(
        await _open.Task.WaitAsync(cancellationToken), new() { To = signal.To, Signal = signal }, cancellationToken);

    private async Task ListenAsync(ClientWebSocket socket)
    {
        var buffer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(4096), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            buffer.Advance(part.Count);
            if (!part.EndOfMessage)
                continue;
            var frame = JsonSerializer.Deserialize(buffer.WrittenSpan, WireJson.Default.DoorFrame);
            buffer.ResetWrittenCount();
            if (frame?.Challenge is { Length: <= WireLimits.Id } challenge)
                await StandAsync(socket, challenge);
            else if (frame?.Signal is { } signal && signal.IsSound())
                Heard?.Invoke(signal);
            else if (frame?.Nobody is { } peerId)
                NobodyThere?.Invoke(peerId);
        }
    }

    /// <summary>Shows that the door is ours: nobody else takes a place there. What we say waits for that: answers come here.</summary>
    private async Task StandAsync(ClientWebSocket socket, string challenge)
    {
        var signature = await self.SignAsync("meshchat door\n" + challenge);
        await SendAsync(socket, new() { At = new(self.Card.X, self.Card.Y), Signature = signature }, CancellationToken.None);
        _open.TrySetResult(socket);
    }

    private async Task SendAsync(ClientWebSocket socket, DoorFrame frame, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(frame, WireJson.Default.DoorFrame), WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }
}

/// <summary>What is said to the server, and what it says.</summary>
internal sealed record DoorFrame
{
    /// <summary>What the server wants signed, first of all.</summary>
    public string? Challenge { get; init; }

    /// <summary>The key of the door at which we stand from now on.</summary>
    public PublicKey? At { get; init; }

    /// <summary>The challenge, signed with that key.</summary>
    public string? Signature { get; init; }

    /// <summary>At whose door this is said.</summary>
    public string? To { get; init; }

    /// <summary>What is said.</summary>
    public Signal? Signal { get; init; }

    /// <summary>At whose door nobody stood.</summary>
    public string? Nobody { get; init; }
}
