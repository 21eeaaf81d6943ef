using System.Diagnostics;

namespace PeerPersistence.Tests.Docs;

/// <summary>A desktop's session with an unlocked keyring of its own, in a folder that goes with it.</summary>
internal sealed class SecretServiceSession : IDisposable
{
    private const string Variable = "DBUS_SESSION_BUS_ADDRESS";

    private readonly string _home = System.IO.Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly Process _session;

    private SecretServiceSession()
    {
        const string script = "printf p | gnome-keyring-daemon --unlock --components=secrets >&2; echo $DBUS_SESSION_BUS_ADDRESS; read end";
        var start = new ProcessStartInfo("dbus-run-session", ["--", "sh", "-c", script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var variable in (string[])["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"])
            start.Environment[variable] = _home;
        _session = Process.Start(start)!;
        _session.ErrorDataReceived += (_, _) => { };
        _session.BeginErrorReadLine();
    }

    public static bool IsInstalled => ((string[])["secret-tool", "gnome-keyring-daemon", "dbus-run-session"]).All(
        tool => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool))));

    public static async Task<SecretServiceSession> StartAsync()
    {
        var session = new SecretServiceSession();
        Environment.SetEnvironmentVariable(Variable, await session._session.StandardOutput.ReadLineAsync());
        return session;
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _session.StandardInput.Close();
        _session.WaitForExit();
        _session.Dispose();
        System.IO.Directory.Delete(_home, recursive: true);
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SecretServiceFactAttribute : FactAttribute
{
    public SecretServiceFactAttribute() =>
        Skip = SecretServiceSession.IsInstalled ? null : "Needs secret-tool, gnome-keyring-daemon and dbus-run-session.";
}
