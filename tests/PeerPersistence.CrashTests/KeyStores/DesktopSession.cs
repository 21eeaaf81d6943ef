using System.Diagnostics;
using System.Text;

namespace PeerPersistence.CrashTests.KeyStores;

/// <summary>A desktop's session with an unlocked keyring of its own, in a folder that goes with it.</summary>
internal sealed class DesktopSession : IDisposable
{
    private const string Passphrase = "p";

    private static readonly Lazy<string?> WhyMissing = new(Install);

    private readonly string _home = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly Dictionary<string, string?> _environment;
    private readonly StringBuilder _told = new();
    private readonly Process _session;

    private DesktopSession()
    {
        _environment = ((string[])["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"]).ToDictionary(name => name, _ => (string?)_home);
        // Nobody is there to be asked.
        _environment["DISPLAY"] = null;
        var script = $"printf {Passphrase} | gnome-keyring-daemon --unlock --components=secrets >&2; echo $DBUS_SESSION_BUS_ADDRESS; read end";
        var start = new ProcessStartInfo("dbus-run-session", ["--", "sh", "-c", script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        _session = Process.Start(start)!;
        _session.ErrorDataReceived += (_, line) => { lock (_told) _told.AppendLine(line.Data); };
        _session.BeginErrorReadLine();
    }

    /// <summary>Why there is none here. On Debian, as root, it is installed.</summary>
    public static string? Missing => WhyMissing.Value;

    /// <summary>How often the keyring tried to ask somebody: known for certain once the session has ended, and its log with it.</summary>
    public int TimesAsked
    {
        get
        {
            lock (_told)
                return _told.ToString().Split("Activating service name='org.gnome.keyring.SystemPrompter'").Length - 1;
        }
    }

    /// <summary>What a program of this session finds in its environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment => _environment;

    public static async Task<DesktopSession> StartAsync()
    {
        var session = new DesktopSession();
        session._environment["DBUS_SESSION_BUS_ADDRESS"] = await session._session.StandardOutput.ReadLineAsync();
        return session;
    }

    public string PathOf(string name) => Path.Combine(_home, name);

    public Task LockAsync() => Tool.RunAsync(
        _environment, [], "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login");

    // A keyring has nobody here who could type the passphrase: another daemon takes over, and is told it.
    public Task UnlockAsync() => Tool.RunAsync(_environment, Encoding.ASCII.GetBytes(Passphrase), "gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets");

    /// <summary>The value that is kept for an application, as a tool of the desktop prints it.</summary>
    public async Task<string> KeptAsync(string application) =>
        Encoding.ASCII.GetString(await Tool.RunAsync(_environment, [], "secret-tool", "lookup", "application", application, "key", "default")).Trim();

    /// <summary>Logs out: the bus and the keyring end.</summary>
    public void End()
    {
        if (_session.HasExited)
            return;
        _session.StandardInput.Close();
        _session.WaitForExit();
    }

    public void Dispose()
    {
        End();
        _session.Dispose();
        BusyFolder.Delete(_home);
    }

    private static string? Install()
    {
        if (!OperatingSystem.IsLinux())
            return "A keyring of a desktop is for Linux.";
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(AppContext.BaseDirectory, "install-keyring.sh")]) { RedirectStandardOutput = true })!;
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"There is no keyring here: {told.Trim().Split('\n')[^1]}";
    }
}

/// <summary>A test that needs a desktop's keyring: skipped, with the reason, where it is neither there nor can be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DesktopFactAttribute : FactAttribute
{
    public DesktopFactAttribute() => Skip = DesktopSession.Missing;
}
