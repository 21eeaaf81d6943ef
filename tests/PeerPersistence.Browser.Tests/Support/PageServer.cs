using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.Browser.Tests.Support;

/// <summary>Serves the page with its scenarios from where it was built, under a strict Content Security Policy.</summary>
internal sealed class PageServer : IDisposable
{
    private const string Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'";

    private readonly HttpListener _listener = new();
    private readonly StaticAssets _assets = StaticAssets.OfTheTestApp();

    public PageServer()
    {
        Address = $"http://localhost:{FreePort.Find()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What the page said about commits that were acknowledged.</summary>
    public ConcurrentQueue<int> Acknowledged { get; } = new();

    /// <summary>What a page told that runs its scenarios by itself.</summary>
    public Channel<string> Told { get; } = Channel.CreateUnbounded<string>();

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context.Request, context.Response));
        }
    }

    private void Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        try
        {
            if (request.Url!.AbsolutePath == "/acknowledged")
                Acknowledged.Enqueue(int.Parse(request.Url.Query.TrimStart('?'), System.Globalization.CultureInfo.InvariantCulture));
            else if (request.Url.AbsolutePath == "/told")
                Told.Writer.TryWrite(new StreamReader(request.InputStream).ReadToEnd());
            else if (request.Url.AbsolutePath == "/clear")
                response.Headers["Clear-Site-Data"] = "\"storage\"";
            else
                Send(request.Url.AbsolutePath == "/" ? "/index.html" : request.Url.AbsolutePath, response);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The browser has gone.
        }
    }

    private void Send(string path, HttpListenerResponse response)
    {
        response.Headers["Content-Security-Policy"] = Policy;

        // A page that is isolated has a clock that ticks every 5 µs; others have one of 100.
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        if (_assets.Find(path) is not { } file)
        {
            response.StatusCode = 404;
            return;
        }

        response.ContentType = Path.GetExtension(file) switch
        {
            ".html" => "text/html",
            ".js" => "text/javascript",
            ".wasm" => "application/wasm",
            _ => "application/octet-stream",
        };
        response.Headers["Cache-Control"] = path.StartsWith("/_framework/", StringComparison.Ordinal) ? "max-age=3600" : "no-cache";
        response.OutputStream.Write(File.ReadAllBytes(file));
    }
}
