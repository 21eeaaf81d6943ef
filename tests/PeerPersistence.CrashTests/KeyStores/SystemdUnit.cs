using System.Runtime.Versioning;
using PeerPersistence.CrashTests.Processes;

namespace PeerPersistence.CrashTests.KeyStores;

/// <summary>A unit that systemd's own manager runs, with a credential that it opens for it.</summary>
/// <remarks>The manager of a user needs no machine of its own: it gets a view of the files of its own, where the system seems booted with
/// systemd. What it does with a credential is what the system's manager does.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class SystemdUnit(string folder)
{
    private const string Manager = "/lib/systemd/systemd";

    private const string Start = """
        mount --make-rshared / && mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && mkdir -m 700 "$XDG_RUNTIME_DIR" &&
        exec timeout 60 /lib/systemd/systemd --user --log-target=console --unit=default.target
        """;

    private int _runs;

    public static string? Missing => !File.Exists(Manager) ? "Needs systemd."
        : Environment.UserName != "root" ? "Needs root, for a view of the files of its own."
        : SystemdFactAttribute.Missing;

    /// <summary>Runs a program of <see cref="KeyStoreProgram"/> as the unit.</summary>
    /// <param name="sealedKey">What systemd-creds sealed.</param>
    /// <param name="secret">The file of the key it is sealed under.</param>
    /// <param name="path">The store.</param>
    /// <param name="line">What the program is told.</param>
    /// <returns>What it answered.</returns>
    public async Task<string[]> RunAsync(byte[] sealedKey, string secret, string path, string line)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, $"unit{_runs++}")).FullName;
        var units = Directory.CreateDirectory(Path.Combine(home, ".config", "systemd", "user")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(home, "sealed"), sealedKey);
        await File.WriteAllTextAsync(Path.Combine(home, "input"), line + "\n");
        await File.WriteAllTextAsync(Path.Combine(units, "default.target"), "[Unit]\nWants=peers.service\n");
        await File.WriteAllTextAsync(Path.Combine(units, "peers.service"), $"""
            [Unit]
            SuccessAction=exit
            FailureAction=exit
            [Service]
            Type=oneshot
            LoadCredentialEncrypted=peers.key:{home}/sealed
            Environment="PATH={Environment.GetEnvironmentVariable("PATH")}"
            StandardInput=file:{home}/input
            StandardOutput=file:{home}/output
            StandardError=file:{home}/error
            ExecStart=/usr/bin/env dotnet {ChildProcess.Program} keys {path} systemd:peers.key

            """);
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = home, ["XDG_RUNTIME_DIR"] = Path.Combine(home, "run"), ["SYSTEMD_CREDENTIAL_SECRET"] = secret,
        };
        await Tool.RunAsync(environment, [], "unshare", "-m", "sh", "-c", Start);

        (await File.ReadAllTextAsync(Path.Combine(home, "error"))).Should().BeEmpty();
        return await File.ReadAllLinesAsync(Path.Combine(home, "output"));
    }
}

/// <summary>A test that needs systemd's manager.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdUnitFactAttribute : FactAttribute
{
    public SystemdUnitFactAttribute() => Skip = OperatingSystem.IsLinux() ? SystemdUnit.Missing : "Needs Linux.";
}
