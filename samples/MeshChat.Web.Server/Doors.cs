using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace MeshChat.Server;

/// <summary>
/// Who stands at which door now: whoever has its key. What is said at a door is handed to whoever stands there, and forgotten.
/// </summary>
internal sealed class Doors
{
    private const int MostAtOneDoor = 4;
    private readonly ConcurrentDictionary<Visitor, string> _standing = new();

    public async Task ServeAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var visitor = new Visitor(socket);
        try
        {
            await visitor.TellAsync(JsonSerializer.SerializeToUtf8Bytes(new { challenge = visitor.Challenge }), cancellationToken);
            while (await visitor.HearAsync(cancellationToken) is { } frame)
                await ObeyAsync(visitor, frame, cancellationToken);
        }
        catch (Exception e) when (
            e is WebSocketException or JsonException or KeyNotFoundException or InvalidOperationException or OperationCanceledException)
        {
            // Gone, or not to be understood: the same.
        }
        finally
        {
            _standing.TryRemove(visitor, out _);
            socket.Dispose();
        }
    }

    private async Task ObeyAsync(Visitor visitor, byte[] frame, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(frame);
        if (json.RootElement.TryGetProperty("at", out var at))
        {
            var own = DoorKey.OwnerOf(
                visitor.Challenge, at.GetProperty("x").GetString()!, at.GetProperty("y").GetString()!,
                json.RootElement.GetProperty("signature").GetString()!);
            if (own is not null && At(own).Count() < MostAtOneDoor)
                _standing[visitor] = own;
            return;
        }

        var to = json.RootElement.GetProperty("to").GetString()!;
        var there = At(to).ToList();
        foreach (var other in there)
            await other.TellAsync(frame, cancellationToken);
        if (there.Count == 0)
            await visitor.TellAsync(JsonSerializer.SerializeToUtf8Bytes(new { nobody = to }), cancellationToken);
    }

    private IEnumerable<Visitor> At(string door) => _standing.Where(pair => pair.Value == door).Select(pair => pair.Key);
}
