using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace PeerPersistence.CrashTests.KeyStores;

/// <summary>A master key that systemd's own tool sealed and opened, in a folder as systemd makes one for a service.</summary>
[SupportedOSPlatform("linux")]
public sealed class SystemdCredentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;

    public void Dispose() => BusyFolder.Delete(_folder);

    [SystemdFact]
    public async Task Credential_OfSystemd_OpensAfterARestartAndNotWithAnother()
    {
        var service = await HandOverAsync(RandomNumberGenerator.GetBytes(32));
        var path = Path.Combine(_folder, "peers.db");
        using (var first = await KeyStoreProgram.StartAsync(service, path, "systemd:peers.key"))
        {
            (await first.StoreAsync("alice", "s3cret")).Should().Be("stored");
            await first.EndAsync();
        }

        using (var second = await KeyStoreProgram.StartAsync(service, path, "systemd:peers.key"))
        {
            (await second.GetAsync("alice")).Should().Be("s3cret");
            await second.EndAsync();
        }

        using var third = await KeyStoreProgram.StartAsync(await HandOverAsync(RandomNumberGenerator.GetBytes(32)), path, "systemd:peers.key");
        (await third.GetAsync("alice")).Should().Be("KeyUnavailable");
        (await third.StoreAsync("bob", "x")).Should().Contain("another one");
        await third.EndAsync();
    }

    [SystemdUnitFact]
    public async Task Credential_OfAUnitThatSystemdRuns_OpensAfterARestartAndNotWithAnother()
    {
        var unit = new SystemdUnit(_folder);
        var (path, secret) = (Path.Combine(_folder, "peers.db"), Path.Combine(_folder, "host.secret"));
        var (key, other) = (await SealAsync(RandomNumberGenerator.GetBytes(32)), await SealAsync(RandomNumberGenerator.GetBytes(32)));

        (await unit.RunAsync(key, secret, path, "store alice s3cret")).Should().Equal("open", "stored");
        (await unit.RunAsync(key, secret, path, "get alice")).Should().Equal("open", "s3cret");
        (await unit.RunAsync(other, secret, path, "get alice")).Should().Equal("open", "KeyUnavailable");

        Task<byte[]> SealAsync(byte[] bytes) => Tool.RunAsync(
            new Dictionary<string, string?> { ["SYSTEMD_CREDENTIAL_SECRET"] = secret }, bytes,
            "systemd-creds", "encrypt", "--with-key=host", "--name=peers.key", "-", "-");
    }

    [DesktopFact]
    public async Task StoreOfTheDesktop_ItsKeyHandedToAService_OpensThere()
    {
        if (SystemdFactAttribute.Missing is not null)
            return;
        using var session = await DesktopSession.StartAsync();
        var path = Path.Combine(_folder, "peers.db");
        using (var desktop = await KeyStoreProgram.StartAsync(session.Environment, path, "secret-service:my-chat"))
        {
            await desktop.StoreAsync("alice", "s3cret");
            await desktop.EndAsync();
        }

        var handedOver = await HandOverAsync(Convert.FromBase64String(await session.KeptAsync("my-chat")));

        using var service = await KeyStoreProgram.StartAsync(handedOver, path, "systemd:peers.key");
        (await service.GetAsync("alice")).Should().Be("s3cret");
        (await service.StoreAsync("bob", "x")).Should().Be("stored");
        await service.EndAsync();
    }

    [SystemdFact]
    public async Task NoCredential_AnyCall_SaysWhatTheUnitMustSay()
    {
        var service = new Dictionary<string, string?> { ["CREDENTIALS_DIRECTORY"] = null };
        using var program = await KeyStoreProgram.StartAsync(service, Path.Combine(_folder, "peers.db"), "systemd:peers.key");

        (await program.StoreAsync("alice", "s3cret")).Should().Contain("LoadCredentialEncrypted=peers.key");
        await program.EndAsync();
    }

    /// <summary>Seals the key as an administrator does, opens it as systemd does, and asks systemd's tool whether it finds it there.</summary>
    private async Task<IReadOnlyDictionary<string, string?>> HandOverAsync(byte[] key)
    {
        var credentials = Directory.CreateDirectory(Path.Combine(_folder, $"{Guid.NewGuid():N}")).FullName;
        var environment = new Dictionary<string, string?>
        {
            ["CREDENTIALS_DIRECTORY"] = credentials,
            ["SYSTEMD_CREDENTIAL_SECRET"] = Path.Combine(_folder, "host.secret"), // not the machine's own
        };
        var isSealed = await Tool.RunAsync(environment, key, "systemd-creds", "encrypt", "--with-key=host", "--name=peers.key", "-", "-");
        isSealed.AsSpan().IndexOf(key).Should().Be(-1);
        var opened = Path.Combine(credentials, "peers.key");
        await File.WriteAllBytesAsync(opened, await Tool.RunAsync(environment, isSealed, "systemd-creds", "decrypt", "--name=peers.key", "-", "-"));
        File.SetUnixFileMode(opened, UnixFileMode.UserRead);
        (await Tool.RunAsync(environment, [], "systemd-creds", "cat", "peers.key")).Should().Equal(key);
        return environment;
    }
}

/// <summary>A test that needs systemd's tool for credentials.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute() => Skip = Missing;

    public static string? Missing { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "systemd-creds"))) ? null : "Needs systemd-creds.";
}
