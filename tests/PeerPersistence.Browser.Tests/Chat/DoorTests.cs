using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>The server of the chat in a page: whoever comes to a door without its key, or says too much, gets nothing.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private const int MostAtOneDoor = 4, FramesInTenSeconds = 100;
    private readonly List<ClientWebSocket> _sockets = [];
    private ChatServer _server = null!;

    public async Task InitializeAsync() => _server = await ChatServer.StartAsync();

    public async Task DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Door_StrangersWithoutItsKey_TakeNoPlaceOfItsOwner()
    {
        using ECDsa owner = ECDsa.Create(ECCurve.NamedCurves.nistP256), stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = IdOf(owner);
        for (var i = 0; i < MostAtOneDoor; i++)
        {
            await StandAsync(await ComeAsync(), owner, signedBy: stranger);
            await SayAsync((await ComeAsync()).Socket, new JsonObject { ["at"] = id });
        }

        var own = await ComeAsync();
        await StandAsync(own, owner, signedBy: owner);
        await IsUnderstoodAsync(own.Socket);

        await SayAsync((await ComeAsync()).Socket, new JsonObject { ["to"] = id, ["signal"] = "hello" });

        (await HearAsync(own.Socket))!["signal"]!.ToString().Should().Be("hello");
    }

    [Fact]
    public async Task Door_ProofOfAnotherVisit_IsNone()
    {
        using var owner = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (first, second) = (await ComeAsync(), await ComeAsync());

        await StandAsync((second.Socket, first.Challenge), owner, signedBy: owner);
        await IsUnderstoodAsync(second.Socket);
        await SayAsync(first.Socket, new JsonObject { ["to"] = IdOf(owner) });

        (await HearAsync(first.Socket))!["nobody"]!.ToString().Should().Be(IdOf(owner));
    }

    [Fact]
    public async Task Visitor_SaysMoreThanTheLimit_IsSentAway()
    {
        var (socket, _) = await ComeAsync();

        for (var i = 0; i <= FramesInTenSeconds; i++)
            await SayAsync(socket, new JsonObject { ["to"] = "nobody" });

        for (var i = 0; i < FramesInTenSeconds; i++)
            (await HearAsync(socket)).Should().NotBeNull();
        (await HearAsync(socket)).Should().BeNull();
    }

    [Fact]
    public async Task Visitor_SaysALongFrame_IsSentAway()
    {
        var (socket, _) = await ComeAsync();

        await SayAsync(socket, new JsonObject { ["to"] = "nobody", ["signal"] = new string('x', 32 * 1024) });

        (await HearAsync(socket)).Should().BeNull();
    }

    private async Task<(ClientWebSocket Socket, string Challenge)> ComeAsync()
    {
        var socket = new ClientWebSocket();
        _sockets.Add(socket);
        await socket.ConnectAsync(new UriBuilder(_server.Address + "door") { Scheme = "ws" }.Uri, CancellationToken.None);
        return (socket, (await HearAsync(socket))!["challenge"]!.ToString());
    }

    private static Task StandAsync((ClientWebSocket Socket, string Challenge) visit, ECDsa owner, ECDsa signedBy) =>
        SayAsync(visit.Socket, new JsonObject
        {
            ["at"] = new JsonObject { ["x"] = CoordinatesOf(owner).X, ["y"] = CoordinatesOf(owner).Y },
            ["signature"] = Convert.ToBase64String(
                signedBy.SignData(Encoding.UTF8.GetBytes("meshchat door\n" + visit.Challenge), HashAlgorithmName.SHA256)),
        });

    /// <summary>The server takes one frame after the other, so that this answer says that it has taken the one before.</summary>
    private static async Task IsUnderstoodAsync(ClientWebSocket socket)
    {
        await SayAsync(socket, new JsonObject { ["to"] = "nobody" });
        (await HearAsync(socket))!["nobody"]!.ToString().Should().Be("nobody");
    }

    private static Task SayAsync(ClientWebSocket socket, JsonObject frame) => socket.SendAsync(
        Encoding.UTF8.GetBytes(frame.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <returns><c>null</c>: the server has ended it.</returns>
    private static async Task<JsonNode?> HearAsync(ClientWebSocket socket)
    {
        try
        {
            var buffer = new byte[1024];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
            var part = await socket.ReceiveAsync(buffer, patience.Token);
            return part.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, part.Count));
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private static string IdOf(ECDsa key)
    {
        var (x, y) = CoordinatesOf(key);
        return Text(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
    }

    private static (string X, string Y) CoordinatesOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return (Text(point.X!), Text(point.Y!));
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
