using System.Diagnostics;

namespace PeerPersistence.Browser.Tests.Support;

/// <summary>Debian's own Firefox, without a window. No driver drives it: the page runs its scenarios by itself and tells the server.</summary>
internal static class Firefox
{
    // Nothing of the browser's own gets in between. A clock that can tell microseconds. Addresses in clear: nobody resolves a browser's names here.
    private const string Preferences = """
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("app.update.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("privacy.reduceTimerPrecision", false);
        user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
        """;

    private static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => new[] { System.IO.Path.Combine(folder, "firefox-esr"), System.IO.Path.Combine(folder, "firefox") }).FirstOrDefault(File.Exists);

    /// <summary>Why there is none on this machine; <c>null</c>: there is.</summary>
    public static string? Missing => Path is null ? "Firefox is not installed" : null;

    /// <summary>Runs scenarios, "name|argument" each; gives what each told.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IEnumerable<string> scenarios)
    {
        using var server = new PageServer();
        var profile = Directory.CreateTempSubdirectory("peers-firefox-");
        using var firefox = Start(profile, AddressOf(server, scenarios));
        try
        {
            return await ToldAsync(server);
        }
        finally
        {
            await EndAsync(firefox, profile);
        }
    }

    /// <summary>The page that runs scenarios by itself.</summary>
    public static string AddressOf(PageServer server, IEnumerable<string> scenarios) =>
        server.Address + "all.html?" + string.Join('&', scenarios.Select(scenario => "run=" + Uri.EscapeDataString(scenario)));

    /// <summary>What such a page tells until it ends.</summary>
    public static async Task<IReadOnlyList<string>> ToldAsync(PageServer server)
    {
        List<string> told = [];
        await foreach (var line in server.Told.Reader.ReadAllAsync())
        {
            if (line == "end")
                break;
            told.Add(line);
        }

        return told;
    }

    public static Process Start(DirectoryInfo profile, params string[] arguments)
    {
        File.WriteAllText(System.IO.Path.Combine(profile.FullName, "user.js"), Preferences);
        return Process.Start(new ProcessStartInfo(Path!, ["--headless", "--no-remote", "--profile", profile.FullName, .. arguments])
        {
            Environment = { ["HOME"] = profile.FullName },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
    }

    public static async Task EndAsync(Process firefox, DirectoryInfo profile)
    {
        firefox.Kill(entireProcessTree: true);
        await firefox.WaitForExitAsync();
        BusyFolder.Delete(profile.FullName);
    }
}
