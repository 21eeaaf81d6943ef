using System.Diagnostics;
using System.Text.Json;

namespace PeerPersistence.Cli.Tests.Browser;

/// <summary>A test that opens a page in Chromium: skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    /// <summary>Looks for Chromium, and has it installed where that is possible.</summary>
    public ChromiumFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>Debian's own browser, without a window.</summary>
internal static class Chromium
{
    private static readonly Lazy<(string? Path, string? Missing)> Found = new(Find);

    /// <summary>Why there is none on this machine; <c>null</c>: there is.</summary>
    public static string? Missing => Found.Value.Missing;

    /// <summary>The program.</summary>
    public static string Path => Found.Value.Path!;

    /// <summary>Opens a page.</summary>
    /// <returns>The page as the browser understood it, and what it wanted from the network.</returns>
    public static async Task<(string Dom, IReadOnlyList<string> Fetched)> OpenAsync(string page, string profile)
    {
        var log = profile + ".netlog";
        var dom = await RunAsync(page, profile, "--log-net-log=" + log, "--dump-dom");
        return (dom, Requests(await File.ReadAllTextAsync(log)));
    }

    /// <summary>Takes a picture of a page.</summary>
    public static Task PictureAsync(string page, string profile, string picture, int width, int height, bool dark) => RunAsync(
        page, profile, $"--screenshot={picture}", $"--window-size={width},{height}", "--hide-scrollbars", $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}");

    private static async Task<string> RunAsync(string page, string profile, params string[] more)
    {
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--user-data-dir=" + profile, .. more,
            "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", // Nobody: not even the browser itself is to reach anything.
            "file://" + page,
        ];
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "Asia/Kolkata"; // Five and a half hours ahead, all the year.
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "it said: {0}", await errors);
        return await output;
    }

    /// <summary>What pages asked for; the browser's own requests have no origin.</summary>
    private static List<string> Requests(string log)
    {
        using var document = JsonDocument.Parse(log);
        var started = document.RootElement.GetProperty("constants").GetProperty("logEventTypes").GetProperty("URL_REQUEST_START_JOB").GetInt32();
        return
        [
            .. document.RootElement.GetProperty("events").EnumerateArray()
                .Where(entry => entry.GetProperty("type").GetInt32() == started)
                .Select(entry => entry.TryGetProperty("params", out var parameters) ? parameters : default)
                .Where(parameters => parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("initiator", out var initiator) && initiator.GetString() != "not an origin")
                .Select(parameters => parameters.GetProperty("url").GetString()!),
        ];
    }

    private static (string? Path, string? Missing) Find()
    {
        if (OperatingSystem.IsWindows())
            return (null, "Chromium is found by a script for bash");
        using var script = Process.Start(new ProcessStartInfo("bash", [System.IO.Path.Combine(AppContext.BaseDirectory, "Browser", "install-chromium.sh")]) { RedirectStandardOutput = true })!;
        var answer = script.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
        script.WaitForExit();
        return script.ExitCode == 0 ? (answer, null) : (null, answer);
    }
}
