using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace PeerPersistence.PostgreSql.Tests.Failures;

/// <summary>What happens to the next commit that passes.</summary>
internal enum Cut
{
    None,

    /// <summary>The server never hears of it.</summary>
    Question,

    /// <summary>The server commits, and its answer is lost.</summary>
    Answer,

    /// <summary>It is held up for good, and the connection with it.</summary>
    Stall,

    /// <summary>The store takes it for lost, and the server hears of it when it is delivered.</summary>
    Late,
}

/// <summary>What happens to some bytes.</summary>
internal enum Fate
{
    Passes,
    IsDropped,
    EndsTheLine,
}

/// <summary>Stands between a store and its server, and cuts the line at the worst moment.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly TaskCompletionSource _delivery = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;
    private int _questions;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often the server was told something: the round trips.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Whether the next commit has passed.</summary>
    public bool HasCut => Volatile.Read(ref _next) == (int)Cut.None;

    public void CutNext(Cut cut) => Volatile.Write(ref _next, (int)cut);

    /// <summary>Gives the server what was late, and waits until it has answered.</summary>
    public Task DeliverAsync()
    {
        _delivery.SetResult();
        return _answer.Task;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            var cut = Cut.None;
            await Task.WhenAny(
                PumpAsync(client, server, async bytes =>
                {
                    Interlocked.Increment(ref _questions);
                    if (bytes.Span.LastIndexOf("COMMIT"u8) > bytes.Span.LastIndexOf("COMMITTED"u8))
                        cut = (Cut)Interlocked.Exchange(ref _next, (int)Cut.None);
                    if (cut == Cut.Stall)
                        await new TaskCompletionSource().Task; // For ever.
                    if (cut == Cut.Late)
                    {
                        client.Close();
                        await _delivery.Task;
                        await server.GetStream().WriteAsync(bytes);
                        await _answer.Task; // Who hangs up before has nothing committed.
                    }

                    return cut is Cut.Question or Cut.Late ? Fate.EndsTheLine : Fate.Passes;
                }),
                PumpAsync(server, client, bytes =>
                {
                    var isAnswer = IsAnswerToACommit(bytes.Span);
                    if (cut == Cut.Late && isAnswer)
                        _answer.SetResult();
                    return Task.FromResult(cut is not (Cut.Answer or Cut.Late) ? Fate.Passes : isAnswer ? Fate.EndsTheLine : Fate.IsDropped);
                }));
        }
    }

    // Before a commit on a connection that was used before the server answers the reset that is sent along.
    private static bool IsAnswerToACommit(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("COMMIT"u8) >= 0 || bytes.IndexOf(Encoding.ASCII.GetBytes(PostgresErrorCodes.DivisionByZero)) >= 0;

    private static async Task PumpAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, Task<Fate>> decide)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count && await decide(buffer.AsMemory(0, count)) is var fate and not Fate.EndsTheLine)
            {
                if (fate == Fate.Passes)
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either side has hung up: so does the other.
        }
    }
}
