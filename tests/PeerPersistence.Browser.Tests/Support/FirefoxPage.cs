using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace PeerPersistence.Browser.Tests.Support;

/// <summary>A page in Firefox, driven by WebDriver BiDi: https://w3c.github.io/webdriver-bidi.</summary>
internal sealed class FirefoxPage : IAsyncDisposable
{
    private const string Said = "WebDriver BiDi listening on ";

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("peers-firefox-");
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private string _context = "";
    private int _commands;

    private FirefoxPage() => _process = Firefox.Start(_profile, "--remote-debugging-port", "0");

    public static async Task<FirefoxPage> OpenAsync(string address)
    {
        var page = new FirefoxPage();
        while (await page._process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Said, StringComparison.Ordinal))
                continue;
            _ = page._process.StandardError.ReadToEndAsync();
            await page._socket.ConnectAsync(new(line[Said.Length..].Trim() + "/session"), CancellationToken.None);
            await page.CommandAsync("session.new", new { capabilities = new { } });
            var tree = await page.CommandAsync("browsingContext.getTree", new { });
            page._context = tree.GetProperty("contexts")[0].GetProperty("context").GetString()!;
            await page.GoToAsync(address);
            return page;
        }

        throw new InvalidOperationException("Firefox ended before it listened.");
    }

    public Task GoToAsync(string address) =>
        CommandAsync("browsingContext.navigate", new { context = _context, url = address, wait = "complete" });

    public Task GoBackAsync() => CommandAsync("browsingContext.traverseHistory", new { context = _context, delta = -1 });

    /// <summary>Runs statements once an element is there: <c>element</c> in them.</summary>
    public Task WithAsync(string selector, string statements = "") => CommandAsync("script.evaluate", new
    {
        expression = $$"""
            (async () => {
              let element;
              while (!(element = document.querySelector(`{{selector}}`))) await new Promise(later => setTimeout(later, 50));
              {{statements}}
            })()
            """,
        target = new { context = _context },
        awaitPromise = true,
    });

    /// <summary>What an expression gives, a text, once its promise has ended.</summary>
    public async Task<string?> EvaluateAsync(string expression)
    {
        var told = await CommandAsync("script.evaluate", new { expression, target = new { context = _context }, awaitPromise = true });
        return told.GetProperty("result").GetProperty("value").GetString();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await Firefox.EndAsync(_process, _profile);
        _process.Dispose();
    }

    private async Task<JsonElement> CommandAsync(string method, object parameters)
    {
        var id = ++_commands;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var answer = await HearAsync();
            if (!answer.TryGetProperty("id", out var answered) || answered.ValueKind != JsonValueKind.Number || answered.GetInt32() != id)
                continue;
            return answer.GetProperty("type").GetString() == "success" && !answer.GetProperty("result").TryGetProperty("exceptionDetails", out _)
                ? answer.GetProperty("result")
                : throw new InvalidOperationException($"{method}: {answer}");
        }
    }

    private async Task<JsonElement> HearAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(message.ToArray());
        }
    }
}
